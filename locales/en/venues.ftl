# Venues and spaces

venue-address = Address
venue-area = Area
venue-owner = Kept by
venue-step-free = Access
venue-step-free-yes = Step-free throughout: wheelchairs and prams can get in
venue-step-free-no = There are steps; ask the keeper first if you need help
venue-spaces = Spaces
venue-space = Space
venue-capacity = Holds
venue-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
venue-no-spaces = No space has been entered yet.
venue-step-free-unsaid = Not stated; ask the keeper first if you need help
venue-unsaid = Not stated
