# What only Discord shows.

discord-command = Your mentoring: apply, meet, ask
discord-office = For those who run a programme: applications, pairs, sessions, announcements
discord-programme = Which programme, by its name or number; you can leave it out where there is only one
discord-page = Page { $page } of { $pages }
discord-go-on = Go on
discord-correct = Put it right
discord-again = I was too slow to open the form. Press once more, and it opens.
discord-sure = Are you sure?
