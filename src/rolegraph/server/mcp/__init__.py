"""The MCP server: questions as tools, nodes as resources, usual conversations as prompts."""
