"""Figures, pictures and pages that leave the chat: the programme's report and a participant's certificate."""
