# The workbench's front page

workbench-today = Today
workbench-choose = You hold posts in several organisations; choose one.
workbench-no-post = You hold no post yet. The workbench is for those who do.
workbench-no-post-next = See what is on
workbench-role-county = County office
workbench-role-officer = Officer
workbench-role-steward = On the spot
workbench-role-reader = May look
workbench-by-tonight = For today: { $n }
workbench-this-week = Within a week: { $n }
workbench-later = Later: { $n }
workbench-by = By
workbench-nothing = Nothing waits for you at the moment.
