# The demonstration: first steps on the local page.

demo-step-create = Make a programme and announce it
demo-step-apply = Apply
demo-step-match = Draft and publish the pairs
demo-step-meet = See what is yours
demo-step-report = Read the report
