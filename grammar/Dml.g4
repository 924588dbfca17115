// INSERT, MERGE, UPDATE, DELETE.

parser grammar Dml;

insertStatement : KW_INSERT ( WITH_OPTIONS IDENTIFIER IDENTIFIER )? target=insertTarget source=query ;

// Hive and Spark: FROM t INSERT INTO a SELECT .. INSERT OVERWRITE TABLE b SELECT ..
multiInsert : FROM_INSERT from=relationList branches+=insertBranch+ ;

insertBranch : KW_INSERT target=insertTarget source=querySpecification ;

insertTarget
    : KW_INTO into=insertTable
    | overwrite=KW_OVERWRITE ( KW_INTO? into=insertTable
                             | local=KW_LOCAL? directory=KW_DIRECTORY path=STRING? directoryOption* )
    ;

insertTable : KW_TABLE? table=qualifiedName options+=insertOption* replacing=replaceClause? ;

insertOption
    : partition=partitionClause
    | KW_TEMPORARY temporaryPartition=partitionClause
    | LPAREN columns=nameList RPAREN
    | ifNotExists
    | KW_BY byName=KW_NAME
    | KW_AS alias=IDENTIFIER
    | WITH_OPTIONS KW_LABEL ( label=IDENTIFIER | label=STRING )
    | HINT
    | LBRACKET IDENTIFIER RBRACKET
    | AT_SIGN reference=IDENTIFIER HINT_OPEN ( skipped | COMMA )* RPAREN
    ;

replaceClause : KW_REPLACE ( KW_WHERE where=expression | KW_USING LPAREN nameList RPAREN | KW_ON on=expression ) ;

directoryOption
    : rowFormat
    | WITH_OPTIONS KW_SERDEPROPERTIES parenthesised
    | storedAs
    | KW_USING qualifiedName
    | KW_OPTIONS parenthesised
    | LPAREN properties=expressionList RPAREN
    ;

mergeStatement
    : KW_MERGE ( WITH_OPTIONS IDENTIFIER IDENTIFIER )? KW_INTO table=qualifiedName alias=relationAlias?
      KW_USING source=relationPrimary KW_ON on=expression
      clauses+=mergeClause+
    ;

mergeClause
    : KW_WHEN not_=KW_NOT? KW_MATCHED ( KW_BY ( bySource=KW_SOURCE | KW_TARGET ) )?
      ( KW_AND condition=expression )? KW_THEN
      ( update=KW_UPDATE KW_SET ( star=STAR | assignments=assignmentList ) ( KW_WHERE expression )?
      | delete_=KW_DELETE
      | insert=KW_INSERT ( star=STAR
                         | ( LPAREN columns+=qualifiedName ( COMMA columns+=qualifiedName )* RPAREN )?
                           KW_VALUES LPAREN values=expressionList RPAREN ) )
    ;

assignmentList : items+=assignment ( COMMA items+=assignment )* ;

assignment : target=qualifiedName EQ value=expression ;

updateStatement
    : KW_UPDATE table=qualifiedName alias=relationAlias? KW_SET assignments=assignmentList
      ( KW_FROM from=relationList )? ( KW_WHERE where=expression )?
    ;

deleteStatement
    : KW_DELETE KW_FROM table=qualifiedName partition=partitionNames? alias=relationAlias?
      ( KW_USING usingRelations=relationList )? ( KW_WHERE where=expression )?
    ;

partitionNames : KW_TEMPORARY? KW_PARTITION ( LPAREN names=nameList RPAREN | name=IDENTIFIER ) ;
