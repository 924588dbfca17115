// Queries and relations.

parser grammar Queries;

query : with=withClause? body=querySpecification ;

withClause : KW_WITH recursive=KW_RECURSIVE? tables+=commonTable ( COMMA tables+=commonTable )* ;

commonTable : name=IDENTIFIER ( LPAREN columns=nameList RPAREN )? KW_AS LPAREN_QUERY source=query RPAREN ;

// What follows WITH. The tail belongs to the whole chain of set operations, and so do the pipes.
querySpecification : first=queryTerm ( rest+=setOperation )* tail=queryTail? pipes+=pipeOperation* ;

setOperation
    : ( KW_UNION | KW_INTERSECT | KW_EXCEPT | KW_MINUS ) quantifier=( KW_ALL | KW_DISTINCT )?
      byName=byNameClause? term=queryTerm
    ;

byNameClause : KW_BY KW_NAME ;

queryTerm
    : select=selectClause
    | fromFirst=fromFirstClause
    | values=valuesClause
    | KW_TABLE table=qualifiedName
    | LPAREN_QUERY nested=query RPAREN
    ;

queryTail : ( clauses+=tailClause )+ ;

tailClause
    : KW_ORDER KW_BY ( order=sortList | KW_ALL ( KW_ASC | KW_DESC )? ( KW_NULLS ( KW_FIRST | KW_LAST ) )? )
    | KW_SORT KW_BY sort=sortList
    | KW_DISTRIBUTE KW_BY distribute=expressionList
    | KW_CLUSTER KW_BY cluster=expressionList
    | KW_LIMIT ( KW_ALL | limit=expression ( COMMA limit2=expression )? )
    | KW_OFFSET offset=expression KW_ROWS?
    | KW_FETCH KW_FIRST limit=expression KW_ROWS IDENTIFIER
    | TAIL_WINDOW windows+=namedWindow ( COMMA windows+=namedWindow )*
    ;

// --- SELECT ---------------------------------------------------------------------------------

selectClause
    : KW_SELECT hints+=HINT* quantifier=( KW_DISTINCT | KW_ALL )?
      ( transform=transformClause | items+=selectItem ( COMMA items+=selectItem )* )
      ( KW_FROM from=relationList | lateralViews+=lateralViewSuffix+ )?
      filters=selectFilters
    | mapReduce=mapReduceClause ( KW_FROM from=relationList )? filters=selectFilters
    ;

// Hive and Spark: FROM t SELECT a WHERE ..; Spark alone: FROM t
fromFirstClause
    : KW_FROM from=relationList
      ( ( KW_SELECT hints+=HINT* quantifier=( KW_DISTINCT | KW_ALL )?
          ( transform=transformClause | items+=selectItem ( COMMA items+=selectItem )* )
        | mapReduce=mapReduceClause )
        filters=selectFilters )?
    ;

selectFilters
    : ( KW_WHERE where=expression )?
      groupBy=groupByClause?
      ( KW_HAVING having=expression )?
      ( KW_QUALIFY qualify=expression )?
      windows=windowClause?
    ;

selectItem
    : value=expression
      ( KW_AS ( alias=IDENTIFIER | alias=STRING | LPAREN aliases=nameList RPAREN ) | alias=IDENTIFIER )?
    ;

groupByClause
    : KW_GROUP KW_BY ( all=KW_ALL | items+=groupItem ( COMMA items+=groupItem )* withGrouping=groupingSuffix? )
      sets=groupingSets?
    ;

// An alias stands behind a pipe's AGGREGATE only.
groupItem : value=expression ( KW_ASC | KW_DESC )? ( KW_AS? alias=IDENTIFIER )? | sets=groupingSets ;

groupingSets : KW_GROUPING KW_SETS LPAREN items+=groupingSet ( COMMA items+=groupingSet )* RPAREN ;

groupingSet : value=expression | nested=groupingSets ;

groupingSuffix : WITH_GROUPING ( KW_ROLLUP | KW_CUBE ) ;

windowClause : KW_WINDOW windows+=namedWindow ( COMMA windows+=namedWindow )* ;

namedWindow : name=IDENTIFIER KW_AS ( spec=windowSpec | base=IDENTIFIER ) ;

valuesClause : KW_VALUES rows=expressionList alias=relationAlias? ;

// --- pipes: Spark's t |> WHERE .. |> SELECT .. ------------------------------------------------

pipeOperation
    : PIPE_GT
      ( select=KW_SELECT hints+=HINT* quantifier=( KW_DISTINCT | KW_ALL )?
        items+=selectItem ( COMMA items+=selectItem )* groupBy=groupByClause? windows=windowClause?
      | extend=KW_EXTEND items+=selectItem ( COMMA items+=selectItem )*
      | KW_SET assignments=assignmentList
      | KW_DROP dropped+=qualifiedName ( COMMA dropped+=qualifiedName )*
      | KW_AS alias=IDENTIFIER
      | KW_WHERE where=expression
      | pivot=pivotSuffix
      | unpivot=unpivotSuffix
      | sample=tableSample
      | join=joinSuffix
      | combine=setOperation
      | tail=queryTail
      | aggregate=KW_AGGREGATE ( items+=selectItem ( COMMA items+=selectItem )* )? groupBy=groupByClause? )
    ;

// --- TRANSFORM, MAP, REDUCE -----------------------------------------------------------------

transformClause : ( KW_TRANSFORM | KW_MAP | KW_REDUCE ) LPAREN arguments=tupleItems RPAREN script=scriptClause ;

mapReduceClause : ( KW_MAP | KW_REDUCE ) arguments=tupleItems script=scriptClause ;

scriptClause
    : scriptFormat? ( KW_RECORDWRITER STRING )? KW_USING path=STRING
      ( KW_AS ( LPAREN columns+=scriptColumn ( COMMA columns+=scriptColumn )* RPAREN
              | columns+=scriptColumn ( COMMA columns+=scriptColumn )* ) )?
      scriptFormat? ( KW_RECORDREADER STRING )?
    ;

scriptFormat : rowFormat ( WITH_OPTIONS KW_SERDEPROPERTIES parenthesised )? ;

scriptColumn : name=IDENTIFIER type? ;

rowFormat
    : KW_ROW KW_FORMAT ( KW_SERDE STRING | KW_DELIMITED rowFormatItem* )
    ;

rowFormatItem
    : IDENTIFIER+ KW_TERMINATED KW_BY STRING ( KW_ESCAPED KW_BY STRING )?
    | KW_NULL IDENTIFIER KW_AS STRING
    ;

// --- FROM -----------------------------------------------------------------------------------

relationList : relations+=relation ( COMMA relations+=relation )* | unique=uniqueJoin ;

// Hive: FROM UNIQUEJOIN PRESERVE a x (x.k), b y (y.k): a full join that keeps the rows of PRESERVE
uniqueJoin : KW_UNIQUEJOIN sources+=uniqueJoinSource ( COMMA sources+=uniqueJoinSource )* ;

uniqueJoinSource : preserve=KW_PRESERVE? table=qualifiedName alias=IDENTIFIER? LPAREN keys=expressionList RPAREN ;

// Joins, lateral views and pivots apply, left to right, to all that stands before them.
relation : first=relationPrimary suffixes+=relationSuffix* ;

relationSuffix
    : join=joinSuffix
    | lateralView=lateralViewSuffix
    | pivot=pivotSuffix
    | unpivot=unpivotSuffix
    ;

joinSuffix : joinType? KW_JOIN hint=joinHint? right=relationPrimary conditions+=joinCondition* ;

joinHint : bracketed | HINT ;

joinType
    : KW_NATURAL joinSide?
    | joinSide
    ;

joinSide
    : KW_INNER
    | KW_CROSS
    | ( KW_LEFT | KW_RIGHT | KW_FULL ) ( KW_OUTER | KW_SEMI | KW_ANTI )?
    | KW_SEMI
    | KW_ANTI
    | KW_ASOF ( KW_LEFT | KW_RIGHT )? ( KW_OUTER | KW_INNER )?
    ;

joinCondition
    : KW_ON on=expression
    | KW_USING LPAREN columns=nameList RPAREN
    ;

relationPrimary
    : lateral=KW_LATERAL?
      ( LPAREN_QUERY subquery=query RPAREN
      | LPAREN nested=relationList RPAREN
      | table=qualifiedName ( call=callSuffix | distribution=bracketed? options+=tableOption* )
      | KW_TABLE ( LPAREN tableFunction=qualifiedName tableCall=callSuffix? RPAREN
                 | LPAREN_QUERY subquery=query RPAREN )
      | values=valuesRelation )
      sample+=tableSample*
      ( alias=relationAlias sample+=tableSample* )?
    ;

valuesRelation : KW_VALUES rows+=expression ( COMMA_COLUMN rows+=expression )* ;

relationAlias
    : KW_AS ( name=IDENTIFIER ( LPAREN columns=nameList RPAREN )? | LPAREN columns=nameList RPAREN )
    | name=IDENTIFIER ( LPAREN columns=nameList RPAREN )?
    ;

tableOption
    : KW_TEMPORARY? KW_PARTITION ( LPAREN partitions=nameList RPAREN | single=IDENTIFIER )
    | KW_INDEX IDENTIFIER
    | KW_TABLET parenthesised
    | HINT
    | ( AT_SIGN IDENTIFIER | PARAMETER ) optionList?
    | KW_FOR? ( KW_VERSION | KW_TIMESTAMP | KW_SYSTEM_TIME | KW_SYSTEM_VERSION )
      KW_AS KW_OF asOf=expression
    ;

tableSample : KW_TABLESAMPLE parenthesised ( KW_REPEATABLE parenthesised )? ;

lateralViewSuffix
    : LATERAL_VIEW KW_VIEW outer=KW_OUTER? function=qualifiedName call=callSuffix
      ( alias=IDENTIFIER ( KW_AS? columns+=IDENTIFIER ( COMMA_COLUMN columns+=IDENTIFIER )* )?
      | KW_AS columns+=IDENTIFIER ( COMMA_COLUMN columns+=IDENTIFIER )* )?
    ;

pivotSuffix
    : KW_PIVOT LPAREN aggregates+=namedExpression ( COMMA aggregates+=namedExpression )*
      KW_FOR ( column=IDENTIFIER | LPAREN columns=nameList RPAREN )
      KW_IN LPAREN values+=namedExpression ( COMMA values+=namedExpression )* RPAREN RPAREN
      alias=relationAlias?
    ;

unpivotSuffix
    : KW_UNPIVOT ( ( KW_INCLUDE | KW_EXCLUDE ) KW_NULLS )?
      LPAREN ( value=IDENTIFIER | LPAREN valueColumns=nameList RPAREN )
      KW_FOR name=IDENTIFIER
      KW_IN LPAREN columns+=unpivotColumn ( COMMA columns+=unpivotColumn )* RPAREN RPAREN
      alias=relationAlias?
    ;

unpivotColumn
    : ( column=qualifiedName | LPAREN group+=qualifiedName ( COMMA group+=qualifiedName )* RPAREN )
      ( KW_AS? alias=IDENTIFIER )?
    ;
