# Calendars
calendar-title = Calendar of spaces
calendar-day = Day
calendar-week = Week
calendar-day-before = Day before
calendar-day-after = Day after
calendar-place = Where
calendar-all = All near by
calendar-clusters = Clusters of venues
calendar-venues = Venues
calendar-free = Free all day
calendar-subscribe = Subscribe to our calendar
calendar-own = My calendar
calendar-own-door = What is yours, in your phone's calendar
calendar-own-lede = The activities you have a place in, and the spaces your organisations have booked, in the calendar of your phone or computer.
calendar-has = You have an address to subscribe to. With a new one the old one ends.
calendar-has-not = You have no address to subscribe to yet.
calendar-make = Make an address
calendar-renew = Make a new address
calendar-end = End it
calendar-once = It is shown this once: copy it into your calendar. Whoever knows it can see what is yours; keep it to yourself.
calendar-said-ended = Ended; the old address leads nowhere.
calendar-free-week = Free all week
calendar-month = A month
calendar-month-before = The month before
calendar-month-after = The next month
calendar-uses = { $n ->
    [one] { $n } booking
   *[other] { $n } bookings
 }

# Subscribing to a calendar
subscribe-title = Subscribe on your phone
subscribe-open = Open in the phone's calendar
subscribe-address = The calendar's address
subscribe-copy = Copy the address
subscribe-how = On a phone, touch “Open in the phone's calendar” and subscribe. If nothing happens, copy the address and paste it where your calendar adds a subscription.
subscribe-scan = Scan with the phone's camera
subscribe-shows-room = It shows when this room is taken: public activities by name, everything else as “Booked”. What changes here changes on the phone.
subscribe-shows-body = It shows this body's activities and the rooms it has: public activities by name, everything else as “Booked”. What changes here changes on the phone.
subscribe-shows-own = It shows the activities in which you have a place and the rooms your organisation has. What changes here changes on the phone.
subscribe-ends = To be rid of it, delete the subscription in the phone's calendar.
subscribe-ends-own = To be rid of it, end it here: the address stops working at once.
