# The words of the local page itself. What the bot says is in the other files.
# A { $name } here is filled in the browser.

page-title = Luotsi
page-slogan = Mentoring, well piloted
page-noscript = This page needs JavaScript. Everything it loads comes from this computer.
page-bot-name = Luotsi
page-bot-tag = Bot
page-bot-about = Only you and the bot see this

page-side = You and your places
page-you-are = You are
page-people = People
page-people-search = Search people
page-nobody-found = Nobody by that name

page-places = Places
page-places-bot = You and Luotsi
page-places-channel = Channels
page-places-pair = Pairs and groups
page-unread = { $count } unread
page-drawer = Open the list of people and places

page-conversation = Conversation
page-private = Only you can see this
page-changed = changed
page-empty-bot = Nothing here yet. Type / to see what you can do.
page-empty-channel = Nothing here yet. What you write is seen by everybody in the channel; Luotsi reads only lines that begin with /.
page-empty-pair = This is your own space. Luotsi does not read what you write to each other, only lines that begin with /.

page-line = Message or command
page-line-bot = Write to Luotsi, or type / for commands
page-line-channel = Message { $place }, or type / for commands
page-line-pair = Write to each other, or type / for commands
page-send = Send
page-completions = Commands
page-completion-help = ↑ ↓ to choose · Tab or Enter to take · Esc to close

page-choose = Choose…
page-choose-go = Choose

page-form-progress = Page { $page } of { $pages }
page-form-back = Back
page-form-next = Next
page-form-close = Close, what you typed is kept
page-optional = optional
page-needed = Please answer this one.
page-too-long = At most { $most } characters fit; this has { $count }.
page-too-many = Please choose at most { $most }.
page-file-kept = Chosen: { $name }
page-file-too-large = The file is larger than 5 MB.
page-ask-no = Cancel

page-clock = The programme's clock
page-clock-hour = +1 hour
page-clock-day = +1 day
page-clock-week = +1 week
page-clock-next = To the next thing due
page-clock-moving = moving…
page-clock-sent = Messages sent on the way: { $count }
page-clock-nothing = Nothing is due any more.

page-steps = First steps
page-steps-about = A programme from announcement to report. Each step makes you the right person and types the line; you send it.
page-steps-close = Close the first steps
page-step-who = as { $name }
page-step-go = Do this

page-offline = The connection was lost. Trying again…

# What the server refuses
page-error-json = The request could not be read.
page-error-large = That is too large: { $most } kB fit.
page-error-person = Nobody has the account { $account }.
page-error-place = You are not in this place, or it is gone.
page-error-file = This file is not here for you.
page-error-clock = The clock is already moving.
page-error-surprise = Something went wrong here, and it has been written to the log. Please try again.
