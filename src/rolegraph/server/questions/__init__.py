"""The questions that programs and assistants ask, each with typed parameters: what API and MCP are made of."""
