// Statements. One grammar for all dialects: which words are keywords is the scanner's business
// (keywords.def), which constructs a dialect has is the builder's (lib/syntax/features.def), and
// names, parentheses that open queries and other forks are decided by the lookahead pass, so that
// every decision here needs one token. See grammar/README.md.

parser grammar SqlParser;

import Ddl, Dml, Queries, Expressions;

options { tokenVocab = SqlTokens; superClass = ParserBase; contextSuperClass = RuleNode; }

@parser::postinclude {
#include "syntax/parser_base.h"
}

singleStatement : body=statement EOF ;

statement
    : with=withClause? ( select=querySpecification outfile=outfileClause?
                       | insert=insertStatement
                       | multi=multiInsert
                       | merge=mergeStatement
                       | update=updateStatement
                       | delete_=deleteStatement )
    | explain=explainStatement
    | create=createStatement
    | drop=dropStatement
    | truncate=truncateStatement
    | alter=alterStatement
    | use=useStatement
    | load=loadStatement
    | export_=exportStatement
    | import_=importStatement
    | cache=cacheStatement
    | declare=declareStatement
    | setVariable=setVariableStatement
    | execute=executeStatement
    ;

outfileClause : KW_INTO KW_OUTFILE path=STRING rest=skippedTail? ;

explainStatement : KW_EXPLAIN ( IDENTIFIER | KW_ALL )* body=statement ;

useStatement
    : KW_USE ( KW_DATABASE? ( name=qualifiedName cluster=PARAMETER? | KW_DEFAULT ) | cluster=PARAMETER )
    | catalog=KW_SWITCH name=qualifiedName
    ;

loadStatement
    : KW_LOAD KW_DATA local=KW_LOCAL? KW_INPATH path=STRING overwrite=KW_OVERWRITE?
      KW_INTO KW_TABLE table=qualifiedName partition=partitionClause? ( KW_INPUTFORMAT STRING )? ( KW_SERDE STRING )?
    ;

exportStatement
    : KW_EXPORT KW_TABLE table=qualifiedName partition=partitionClause? ( KW_WHERE expression )?
      KW_TO path=STRING ( IDENTIFIER parenthesised | KW_FOR IDENTIFIER+ parenthesised | KW_PROPERTIES parenthesised | KW_WITH IDENTIFIER STRING? parenthesised? )*
    ;

importStatement
    : KW_IMPORT KW_EXTERNAL? ( KW_TABLE table=qualifiedName partition=partitionClause? )?
      KW_FROM path=STRING ( KW_LOCATION location=STRING )? ( KW_TBLPROPERTIES parenthesised )?
    ;

cacheStatement
    : KW_CACHE lazy=KW_LAZY? KW_TABLE name=qualifiedName ( KW_OPTIONS parenthesised )?
      ( KW_AS? source=query )?
    | uncache=KW_UNCACHE KW_TABLE ifExists? name=qualifiedName
    ;

// Spark: DECLARE [VARIABLE] a, b INT DEFAULT 0; DECLARE c CONDITION FOR SQLSTATE '22012'
declareStatement
    : KW_DECLARE ( KW_OR KW_REPLACE )? KW_VARIABLE? names+=qualifiedName ( COMMA names+=qualifiedName )*
      variableType=type? ( ( KW_DEFAULT | EQ ) value=expression | KW_FOR IDENTIFIER+ STRING )?
    ;

// Spark: SET VAR a = 1, b = DEFAULT; SET VAR (a, b) = (SELECT ..)
setVariableStatement
    : KW_SET KW_VARIABLE? ( LPAREN names+=qualifiedName ( COMMA names+=qualifiedName )* RPAREN
                            EQ LPAREN_QUERY source=query RPAREN
                          | assignments=assignmentList )
    ;

// Spark: EXECUTE IMMEDIATE 'SELECT ..' INTO a, b USING 1, x AS name
executeStatement
    : KW_EXECUTE IDENTIFIER text=expression ( KW_INTO into+=qualifiedName ( COMMA into+=qualifiedName )* )?
      ( KW_USING arguments=tupleItems )?
    ;

// --- pieces that several statements share ---------------------------------------------------

qualifiedName : ( IDENTIFIER | TEMPLATE ) ( NAME_DOT IDENTIFIER )* ;

nameList : names+=IDENTIFIER ( COMMA names+=IDENTIFIER )* ;

ifExists : KW_IF KW_EXISTS ;

ifNotExists : KW_IF KW_NOT KW_EXISTS ;

// PARTITION (dt = '2024-01-01', hour), PARTITION p1, PARTITION (*)
partitionClause : KW_PARTITION ( KW_IF KW_NOT? KW_EXISTS )? ( LPAREN items=expressionList RPAREN | name=IDENTIFIER ) ;

// Text whose structure does not matter to lineage, with its brackets in balance.
skipped
    : ~( LPAREN | LPAREN_QUERY | RPAREN | LBRACKET | RBRACKET | COMMA | TRAILING_COMMA )
    | parenthesised
    | bracketed
    ;

parenthesised : ( LPAREN | LPAREN_QUERY ) ( skipped | COMMA )* RPAREN ;

optionList : LPAREN ( skipped | COMMA )* RPAREN ;

bracketed : LBRACKET ( skipped | COMMA )* RBRACKET ;

skippedTail : ( skipped | COMMA )+ ;
