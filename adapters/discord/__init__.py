"""Discord: what people do there becomes a Request, what the bot says becomes content, embeds and components."""
