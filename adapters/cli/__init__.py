"""The command line. Everything a person can mend is one sentence on stderr, with exit code 2."""

import typer

from adapters.cli import office, operations, serving, status, upkeep

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mentoring programmes in chat.")
app.command()(serving.demo)
app.command()(serving.run)
app.command()(upkeep.check)
app.command()(upkeep.migrate)
app.command()(status.status)
app.command()(operations.backup)
app.command()(operations.restore)
app.command("import")(office.take_file)
app.command()(office.report)
app.command()(office.export)
app.command("slack-manifest")(upkeep.slack_manifest)
app.command()(upkeep.commands)


def main() -> None:
    """The entry point of the program."""
    app()
