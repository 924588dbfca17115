// CREATE, ALTER, DROP, TRUNCATE of tables, views and databases.

parser grammar Ddl;

createStatement
    : KW_CREATE ( orReplace=KW_OR KW_REPLACE )?
      ( external=KW_EXTERNAL | KW_GLOBAL | temporary=KW_TEMPORARY | KW_TRANSACTIONAL | KW_MANAGED )*
      ( table=createTable
      | KW_VIEW view=createView
      | materialized=KW_MATERIALIZED KW_VIEW view=createView
      | KW_DATABASE database=createDatabase )
    | orReplace=KW_REPLACE table=createTable
    ;

createTable
    : KW_TABLE ifNot=ifNotExists? name=qualifiedName ( LPAREN elements=tableElements RPAREN )?
      clauses+=tableClause*
      ( KW_AS? source=query )?
    ;

tableElements : items+=tableElement ( COMMA items+=tableElement )* TRAILING_COMMA? ;

tableElement
    : column=columnDefinition
    | ( KW_CONSTRAINT | KW_PRIMARY | KW_UNIQUE | KW_FOREIGN | KW_CHECK | KW_INDEX ) skipped*
    ;

// A dotted name is a field of a struct column: ALTER TABLE t ADD COLUMN point.z double
columnDefinition : name=IDENTIFIER ( NAME_DOT path+=IDENTIFIER )* COLON? columnType=type? options+=columnOption* ;

columnOption
    : NOT_OF_COLUMN? KW_NULL constraintWords
    | comment=KW_COMMENT EQ? text=STRING constraintWords
    | KW_DEFAULT defaultValue=expression constraintWords
    | generated=KW_GENERATED ( KW_ALWAYS | KW_BY KW_DEFAULT ( KW_ON KW_NULL )? ) KW_AS
      ( IDENTIFIER parenthesised? | LPAREN generatedValue=expression RPAREN )
    | generated=KW_AS LPAREN generatedValue=expression RPAREN
    | KW_AUTO_INCREMENT parenthesised?
    | KW_PRIMARY KW_KEY constraintWords
    | KW_UNIQUE constraintWords
    | KW_KEY
    | KW_CHECK parenthesised constraintWords
    | KW_CONSTRAINT IDENTIFIER
    | KW_REFERENCES qualifiedName parenthesised? constraintWords
    | KW_ON KW_UPDATE expression
    | KW_FIRST constraintWords
    | KW_AFTER IDENTIFIER constraintWords
    ;

// ENABLE, DISABLE, NOVALIDATE, RELY, ENFORCED, ...
constraintWords : ( IDENTIFIER )* ;

tableClause
    : KW_COMMENT EQ? comment=STRING
    | KW_LOCATION location=STRING
    | ( KW_TBLPROPERTIES | KW_PROPERTIES | KW_OPTIONS ) EQ? parenthesised
    | KW_USING qualifiedName
    | KW_PARTITIONED ( KW_BY | KW_ON ) IDENTIFIER? LPAREN partitions+=partitionColumn ( COMMA partitions+=partitionColumn )* RPAREN
    | KW_CLUSTERED ( KW_BY | KW_ON ) parenthesised
    | KW_DEFAULT IDENTIFIER IDENTIFIER
    | KW_INTO NUMBER KW_BUCKETS
    | KW_CLUSTER KW_BY ( parenthesised | KW_AUTO )
    | KW_SORTED ( KW_BY | KW_ON ) parenthesised
    | KW_SKEWED KW_BY parenthesised KW_ON parenthesised
    | rowFormat
    | storedAs
    | WITH_OPTIONS ( KW_SERDEPROPERTIES parenthesised | IDENTIFIER+ )
    | KW_LIKE like=qualifiedName ( IDENTIFIER likeFile=STRING )?
    | WITH_GROUPING KW_ROLLUP optionList?
    | KW_ENGINE EQ? IDENTIFIER
    | ( KW_AGGREGATE | KW_UNIQUE | KW_DUPLICATE | KW_PRIMARY ) KW_KEY parenthesised
    | KW_KEY parenthesised
    | KW_AUTO? KW_PARTITION KW_BY IDENTIFIER? optionList optionList?
    | KW_DISTRIBUTED ( KW_BY IDENTIFIER optionList? ( KW_BUCKETS ( NUMBER | KW_AUTO ) )? | KW_ON parenthesised )
    | KW_DISTRIBUTE KW_ON parenthesised
    | KW_SORT KW_ON parenthesised
    | KW_DISABLE KW_REWRITE
    | KW_ROLLUP parenthesised
    | KW_BUILD IDENTIFIER
    | KW_REFRESH ( IDENTIFIER | KW_ON | NUMBER | STRING )*
    ;

storedAs
    : KW_STORED ( KW_AS ( KW_INPUTFORMAT STRING KW_OUTPUTFORMAT STRING
                          ( KW_INPUTDRIVER STRING KW_OUTPUTDRIVER STRING )?
                        | IDENTIFIER )
                | KW_BY ( STRING | IDENTIFIER ) )
    ;

// Hive: a column with its type. Spark: a column's name, or a transform of one: bucket(8, id).
partitionColumn : name=IDENTIFIER ( NAME_DOT IDENTIFIER )* ( parenthesised | COLON? columnType=type options+=columnOption* )? ;

createView
    : ifNot=ifNotExists? name=qualifiedName ( LPAREN elements=tableElements RPAREN )?
      clauses+=tableClause* ( KW_AS source=query )?
    ;

createDatabase : ifNot=ifNotExists? name=qualifiedName clauses+=databaseClause* ;

databaseClause
    : KW_COMMENT EQ? comment=STRING
    | KW_LOCATION location=STRING
    | IDENTIFIER STRING?
    | KW_WITH? KW_PROPERTIES parenthesised
    | WITH_OPTIONS IDENTIFIER parenthesised
    ;

dropStatement
    : KW_DROP KW_TEMPORARY? ( KW_TABLE | KW_VIEW | materialized=KW_MATERIALIZED KW_VIEW | KW_DATABASE )
      exists=ifExists? name=qualifiedName dropTail*
    ;

dropTail : IDENTIFIER parenthesised? | KW_ON qualifiedName ;

truncateStatement : KW_TRUNCATE KW_TABLE? table=qualifiedName partition=partitionClause? ( KW_COLUMNS parenthesised )? IDENTIFIER* ;

alterStatement
    : KW_ALTER ( KW_TABLE | KW_VIEW | materialized=KW_MATERIALIZED KW_VIEW ) ifExists? name=qualifiedName
      ( actions+=alterAction ( COMMA actions+=alterAction )* | ( LPAREN viewColumns=tableElements RPAREN ( KW_COMMENT STRING )? )? KW_AS source=query )
    ;

alterAction
    : KW_ADD ( ( KW_COLUMN | KW_COLUMNS ) ifNotExists?
               ( LPAREN addColumns=tableElements RPAREN columnWords | addColumn=columnDefinition columnTarget )
             | ifNotExists? addPartitions+=addPartition+
             | otherWord skipped* )
    | KW_DROP ( ( KW_COLUMN | KW_COLUMNS ) ifExists?
                ( LPAREN dropColumns=nameList RPAREN | dropColumn=qualifiedName ) columnWords
              | ifExists? dropPartitions+=partitionClause ( COMMA_COLUMN dropPartitions+=partitionClause )*
                columnWords
              | otherWord skipped* )
    | KW_RENAME ( KW_TO ( renameTo=qualifiedName | renamePartition=partitionClause )
                | KW_COLUMN fromColumn=qualifiedName KW_TO? toColumn=IDENTIFIER
                | renameTo=qualifiedName IDENTIFIER*
                | KW_PARTITION IDENTIFIER* )
    | KW_CHANGE KW_COLUMN? changed=qualifiedName ( changedTo=columnDefinition columnTarget | steps+=alterColumnAction+ )
    | KW_REPLACE ( KW_COLUMNS LPAREN replaceColumns=tableElements RPAREN columnWords
                 | KW_WITH ( KW_TABLE | KW_MATERIALIZED KW_VIEW ) swap=qualifiedName ( KW_PROPERTIES swapProperties=parenthesised )? IDENTIFIER*
                 | ( KW_PARTITION | IDENTIFIER ) skipped* )
    | MODIFY KW_COLUMN modified=columnDefinition columnTarget
    | KW_ALTER KW_COLUMN? alteredColumn=qualifiedName alteredTo=alterColumnChange
    | PARTITION_COLUMN KW_COLUMN LPAREN partitionTyped=tableElements RPAREN
    | WITH_OPTIONS IDENTIFIER+
    | KW_EXCHANGE exchange=partitionClause KW_WITH KW_TABLE exchangeTable=qualifiedName
    | KW_SET ( KW_LOCATION location=STRING | KW_PARTITION skipped* | otherWord skipped* | parenthesised )
    | partition=partitionClause partitionStep=partitionAction
    | alterOther
    ;

// Spark: CHANGE COLUMN a.b COMMENT 'x', AFTER c, TYPE int is a definition like any other
alterColumnAction : KW_COMMENT STRING | KW_FIRST | KW_AFTER IDENTIFIER | KW_DROP KW_NOT KW_NULL | KW_SET NOT_OF_COLUMN KW_NULL ;

// Spark: ALTER COLUMN c TYPE bigint. The first word of the last alternative is TYPE.
alterColumnChange
    : KW_COMMENT STRING
    | KW_FIRST
    | KW_AFTER IDENTIFIER
    | KW_DROP ( NOT_OF_COLUMN KW_NULL | KW_NOT KW_NULL | KW_DEFAULT )
    | KW_SET ( NOT_OF_COLUMN KW_NULL | KW_DEFAULT defaultValue=expression )
    | word=IDENTIFIER newType=type
    ;

// CASCADE, RESTRICT, FORCE, PURGE, FROM rollup, ...
columnWords : ( IDENTIFIER | KW_FROM | KW_TO )* ( KW_PROPERTIES parenthesised )? ;

// Doris: ADD COLUMN c int TO rollup PROPERTIES (..)
columnTarget : ( KW_TO IDENTIFIER )? ( KW_PROPERTIES parenthesised )? ;

addPartition : partition=partitionClause ( KW_LOCATION location=STRING )? partitionTail ;

// Doris: VALUES LESS THAN (..), VALUES [(..), (..)), DISTRIBUTED BY .., properties.
partitionTail
    : ( KW_VALUES | IDENTIFIER | KW_IN | KW_DISTRIBUTED | KW_BY | KW_BUCKETS | NUMBER | KW_AUTO | KW_PROPERTIES
      | parenthesised | bracketed )*
    ;

partitionAction
    : KW_RENAME KW_TO renamedPartition=partitionClause
    | KW_SET ( KW_LOCATION location=STRING | otherWord skipped* | parenthesised )
    | KW_ADD skipped*
    | KW_REPLACE skipped*
    | KW_CHANGE skipped*
    | KW_DROP skipped*
    | alterOther
    ;

// The first word of an action that changes neither columns nor partitions.
otherWord : ~( LPAREN | LPAREN_QUERY | RPAREN | COMMA | KW_COLUMN | KW_COLUMNS | KW_IF | KW_PARTITION | KW_LOCATION ) ;

alterOther
    : ( IDENTIFIER | KW_CLUSTERED | KW_CLUSTER | KW_SKEWED | KW_NOT | KW_UPDATE | KW_COMMENT
      | KW_MERGE | KW_REFRESH | KW_DISABLE | KW_CREATE | KW_ORDER | KW_DEFAULT | KW_INTO | KW_DISTRIBUTED ) skipped*
    ;
