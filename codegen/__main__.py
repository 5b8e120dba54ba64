"""`python -m codegen` is the `specloom` command."""

from codegen.cli import main

main()
