"""The options of the commands: ``tpgraph.cli.x`` runs what ``tpgraph.cli.options.x`` declares."""
