#include "program.h"

int main(int argc, char** argv) { return headwater::cli::Run(argc, argv); }
