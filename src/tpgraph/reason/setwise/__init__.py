"""Says rules again so that Oxigraph answers them for all subjects at once (see ``rewrite``)."""
