"""The web application: pages, API and the SPARQL endpoint over one served set of companies.

Nothing is imported here: the processes that answer queries need none of the web.
"""
