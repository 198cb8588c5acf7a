"""The graph in a browser, in a program and in an assistant: web app, JSON API, SPARQL endpoint and MCP server."""
