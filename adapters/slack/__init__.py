"""Slack: what people do there becomes a Request, what the bot says becomes blocks."""
