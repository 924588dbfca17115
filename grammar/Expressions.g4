// Expressions are flat: operand (operator operand)*. The builder binds the operators
// (lib/syntax/build_expression.cc), so nothing here recurses for a chain, however long.

parser grammar Expressions;

expressionList : items+=expression ( COMMA items+=expression )* ;

expression : first=operand rest+=operation* ;

operation
    : ( KW_OR | KW_AND | KW_XOR | KW_DIV | KW_MOD
      | CONCAT | AMP | AMP_AMP | PIPE | CARET | SHIFT_LEFT
      | PLUS | MINUS | ASTERISK | SLASH | PERCENT
      | ARROW | FAT_ARROW | ASSIGN | KW_ESCAPE
      | KW_MATCH | KW_MATCH_ALL | KW_MATCH_ANY | KW_MATCH_PHRASE | KW_MATCH_PHRASE_EDGE
      | KW_MATCH_PHRASE_PREFIX | KW_MATCH_REGEXP ) value=operand
    | ( EQ | NEQ | NULL_SAFE_EQ | LT | LE | GE | KW_LIKE | KW_ILIKE | KW_RLIKE | KW_REGEXP )
      ( KW_ANY | KW_SOME | KW_ALL )? value=operand
    | GT ( GT GT? )? ( KW_ANY | KW_SOME | KW_ALL )? value=operand
    | ( KW_IN | KW_BETWEEN ) value=operand
    | KW_NOT ( KW_IN | KW_BETWEEN | KW_LIKE | KW_ILIKE | KW_RLIKE | KW_REGEXP
             | KW_MATCH | KW_MATCH_ALL | KW_MATCH_ANY | KW_MATCH_PHRASE | KW_MATCH_PHRASE_EDGE
             | KW_MATCH_PHRASE_PREFIX | KW_MATCH_REGEXP )
      ( KW_ANY | KW_SOME | KW_ALL )? value=operand
    | KW_IS KW_NOT? ( KW_NULL | KW_TRUE | KW_FALSE | KW_UNKNOWN | KW_DISTINCT KW_FROM value=operand )
    | KW_AT KW_TIME KW_ZONE value=operand
    | KW_COLLATE IDENTIFIER
    ;

// The tokens of the prefix and of a dotted path are read off the token array.
operand
    : ( KW_NOT | BANG | MINUS | PLUS | TILDE )*
      ( path=columnPath
      | constant=literal
      | star=starOperand
      | interval=intervalLiteral
      | case_=caseExpression
      | cast=castExpression
      | exists=KW_EXISTS? LPAREN_QUERY subquery=query RPAREN
      | LPAREN tuple=tupleItems? RPAREN
      | LBRACKET array=expressionList? RBRACKET
      | LBRACE ( object+=objectItem ( COMMA object+=objectItem )* )? RBRACE
      | KW_TABLE ( LPAREN_QUERY tableQuery=query RPAREN | LPAREN tableName=qualifiedName RPAREN
                 | tableName=qualifiedName )
      )
      postfixes+=postfix*
    ;

columnPath : IDENTIFIER ( NAME_DOT IDENTIFIER )* ( DOT_STAR STAR suffix=starSuffix | call=callSuffix )? ;

// Spark: f(TABLE(t) PARTITION BY (a, b) ORDER BY (c DESC))
tableArgument
    : TABLE_PARTITION ( KW_BY partition=expression | IDENTIFIER KW_PARTITION )
      ( TABLE_ORDER KW_BY ( SORT_OPEN sortList RPAREN | sortKey ) )?
    ;

literal
    : NUMBER
    | STRING+
    | KW_NULL
    | KW_TRUE
    | KW_FALSE
    | KW_DEFAULT
    | TYPE_PREFIX STRING
    | TEMPLATE
    | PARAMETER
    ;

starOperand : STAR suffix=starSuffix ;

starSuffix
    : ( STAR_EXCEPT LPAREN except+=qualifiedName ( COMMA except+=qualifiedName )* RPAREN
      | STAR_REPLACE LPAREN replace+=namedExpression ( COMMA replace+=namedExpression )* RPAREN )*
    ;

tupleItems : items+=namedExpression ( COMMA items+=namedExpression )* ;

namedExpression : value=expression ( KW_AS? alias=IDENTIFIER )? ;

objectItem : key=expression ( COLON value=expression )? ;

intervalLiteral
    : KW_INTERVAL value=expression INTERVAL_UNIT ( ZONE_WORD INTERVAL_UNIT )?
      ( INTERVAL_SIGN? more+=( NUMBER | STRING ) INTERVAL_UNIT )*
    ;

caseExpression
    : KW_CASE operandValue=expression? ( whens+=whenClause )+ ( KW_ELSE otherwise=expression )? KW_END
    ;

whenClause : KW_WHEN condition=expression KW_THEN result=expression ;

castExpression
    : ( KW_CAST | KW_TRY_CAST ) LPAREN value=expression KW_AS target=type ( KW_FORMAT STRING )? RPAREN
    ;

postfix
    : LBRACKET index=expression? ( COLON end=expression? )? RBRACKET
    | ( DOT | PATH_COLON ) IDENTIFIER ( NAME_DOT IDENTIFIER )*
    | DOUBLE_COLON target=simpleType
    ;

// --- calls ----------------------------------------------------------------------------------

callSuffix
    : LPAREN
      ( partitioned=partitionedInput
      | quantifier=( KW_DISTINCT | KW_ALL )? ( HINT_OPEN IDENTIFIER RBRACKET )?
        ( arguments+=argument ( COMMA arguments+=argument )* )?
        order=orderByClause? ( KW_SEPARATOR separator=expression )? ( NULLS_INSIDE KW_NULLS )?
        ( KW_LIMIT limit=expression )? )
      RPAREN
      tails+=callTail*
    ;

// A plain argument, `x AS name` of struct(), and the worded forms: EXTRACT(YEAR FROM x),
// TRIM(BOTH a FROM b), SUBSTRING(x FROM 1 FOR 2), OVERLAY(a PLACING b FROM 1), CONVERT(x USING y).
argument
    : side=( KW_BOTH | KW_LEADING | KW_TRAILING ) values+=expression? rest=wordedRest
    | values+=expression table=tableArgument? ( KW_AS? alias=IDENTIFIER )? ( INTERVAL_UNIT )? rest=wordedRest
    ;

wordedRest : ( ( KW_FROM | KW_FOR | KW_PLACING | KW_USING ) values+=expression )* ;

// Hive: noop(ON t PARTITION BY a ORDER BY b arg('x'))
partitionedInput
    : KW_ON source=relationPrimary
      ( ( KW_DISTRIBUTE | KW_CLUSTER ) KW_BY partition=expressionList )?
      ( ( KW_ORDER | KW_SORT ) KW_BY order=sortList )?
      ( TRAILING_COMMA? ARGUMENT_NAME parenthesised )*
    ;

callTail
    : KW_FILTER LPAREN KW_WHERE filter=expression RPAREN
    | KW_WITHIN KW_GROUP LPAREN order=orderByClause RPAREN
    | nulls=nullTreatment
    | KW_OVER ( windowName=IDENTIFIER | spec=windowSpec )
    ;

nullTreatment : ( KW_IGNORE | KW_RESPECT ) KW_NULLS ;

windowSpec
    : LPAREN base=IDENTIFIER?
      ( ( KW_PARTITION | KW_DISTRIBUTE ) KW_BY ( HINT_OPEN IDENTIFIER RBRACKET )? partition=expressionList
      | KW_CLUSTER KW_BY cluster=expressionList )?
      ( ( KW_ORDER | KW_SORT ) KW_BY order=sortList )?
      frame=windowFrame? RPAREN
    ;

windowFrame
    : ( KW_ROWS | KW_RANGE | KW_GROUPS )
      ( KW_BETWEEN bounds+=frameBound KW_AND bounds+=frameBound | bounds+=frameBound )
      ( KW_EXCLUDE ( KW_CURRENT KW_ROW | IDENTIFIER | KW_GROUP ) )?
    ;

frameBound
    : KW_UNBOUNDED ( KW_PRECEDING | KW_FOLLOWING )
    | KW_CURRENT KW_ROW
    | value=expression ( KW_PRECEDING | KW_FOLLOWING )
    ;

orderByClause : KW_ORDER KW_BY keys=sortList ;

sortList : keys+=sortKey ( COMMA keys+=sortKey )* ;

sortKey : value=expression ( KW_ASC | desc=KW_DESC )? ( KW_NULLS ( KW_FIRST | KW_LAST ) )? ;

// --- types: only their text matters ---------------------------------------------------------

// Also `double precision`, `int unsigned` and Doris' `bigint SUM`: words in a row.
type : words+=typeWord+ zone=zoneSuffix? ( KW_COLLATE IDENTIFIER )? ;

// x :: INTERVAL DAY TO SECOND
simpleType : typeWord ZONE_WORD* ;

// WITH LOCAL TIME ZONE; TO SECOND of INTERVAL DAY TO SECOND
zoneSuffix : WITH_ZONE ZONE_WORD* | ZONE_WORD+ ;

typeWord : IDENTIFIER ( LPAREN ( typeArgument ( COMMA typeArgument )* )? RPAREN
                      | TYPE_LT ( typeField ( COMMA typeField )* )? GT
                      | TYPE_EMPTY )? ;

typeArgument : NUMBER | STAR | typeField | TEMPLATE ;

typeField : typePart ( COLON? typePart )* zoneSuffix?
            ( ( NOT_OF_COLUMN | KW_NOT )? KW_NULL )? ( KW_COMMENT STRING )? ;

// Doris: variant<'a' : int, properties(..)>
typePart : typeWord | STRING | KW_PROPERTIES parenthesised ;
