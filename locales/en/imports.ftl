# Imports

imports-title = Imports
imports-lede = Bring lists of enterprises, markets, schools and others in from a spreadsheet. Look first, then import.
imports-upload = Choose a spreadsheet
imports-upload-how = The spreadsheet you have will do: titles, merged cells and full-width digits don't matter, as long as one row holds the columns' names. It is read first, you are told what each row will do, and nothing goes in until you say so.
imports-file = Spreadsheet
imports-file-hint = .xlsx, .xls or .csv, up to 200,000 rows
imports-read = Read and check
imports-template = Download an empty template
imports-before = Earlier imports
imports-none = Nothing has been imported yet
imports-none-next = Choose a spreadsheet, or download the template and fill it in.
imports-earlier = Earlier ones
imports-sent-at = Time
imports-state = State
imports-went-in = Imported
imports-left-out = Left out
imports-state-preview = Waits for you
imports-state-under-way = Going in
imports-state-applied = Imported
imports-state-discarded = Given up
imports-state-broken-off = Not read to its end

imports-file-none = Please choose a file. An empty one can't be read.
imports-file-empty = The file is empty. Please check it and choose again.
imports-file-not-a-sheet = This is no spreadsheet that can be read here. Save it as .xlsx in Excel or WPS and choose it again.
imports-file-web-page = This is a web page that calls itself a spreadsheet. Open it in Excel or WPS, save it as .xlsx and choose it again.
imports-file-password = The file needs a password. Save a copy without one and choose it again.
imports-file-broken = The file is damaged. Open it in Excel or WPS, save a copy and choose it again.
imports-file-too-large = The file unpacks to more than { $megabytes } MB. Please split it and import the parts.
imports-file-too-many-rows = More than { $max } rows. Please split the file and import the parts.
imports-file-too-many-columns = More than { $max } columns. Delete those that are not needed and choose it again.
imports-file-encoding = The encoding of the text is not known. Save it as “CSV UTF-8” or .xlsx and choose it again.
imports-file-no-header = No column names were found in the first 20 rows. Keep one row with names such as 单位名称, 所属村社区, 职工人数.
imports-file-missing-columns = These columns were not found: { $columns }. Add their names and choose the file again; the template shows how.
imports-file-doubled-columns = Two columns mean the same: { $first } and { $second }. Keep one and choose the file again.
imports-file-no-rows = There is nothing below the columns' names. Please check the file and choose again.

imports-read-sheet = Sheet “{ $sheet }”, names in row { $head }, { $rows } rows of data
imports-read-csv = Names in row { $head }, { $rows } rows of data
imports-step-send = Choose
imports-step-check = Check
imports-step-go-in = Import
imports-step-done = Done
imports-broken-off = This file was not read to its end and nothing went in. Give it up and choose it again.
imports-was-discarded = Given up: nothing went in, and what was read has been deleted.
imports-discarded = The import was given up and what was read has been deleted
imports-same-file = The same file went in before, on

imports-verdict-new = New
imports-verdict-changed = Changed
imports-verdict-same = Unchanged
imports-verdict-held = Need a reason
imports-verdict-bad = Can't go in
imports-note-new = not known yet
imports-note-changed = known, will be updated
imports-note-same = as known, left alone
imports-note-held = go in with a reason
imports-note-bad = mend and send again

imports-decide = Import them?
imports-all-known = Every row is known already: there is nothing to import.
imports-nothing-good = No row can go in. Download the rows with problems, mend them as they say and choose the file again.
imports-will-go-in = { $n ->
    [one] One row will go in
   *[other] { $n } rows will go in
}; those that can't stay out and can be downloaded at any time.
imports-held-legend = Credit codes whose check digit doesn't fit
imports-held-hint = { $n ->
    [one] The credit code of one row doesn't fit
   *[other] The credit codes of { $n } rows don't fit
}: most likely mistyped, though a few are really registered so. If you have checked them, say why below and they go in too; otherwise they stay out.
imports-reason = Import all the same, because
imports-reason-hint = For example: compared with the business licence. It is kept with the code.
imports-reason-missing = There is nothing else to import. Give a reason to import these rows.
imports-apply-held = Give the reason and import
imports-rest-known = All other rows are known already. Download the rows with problems, mend them as they say and choose the file again.
imports-apply = { $n ->
    [one] Import one row
   *[other] Import { $n } rows
}
imports-rejects = Download rows with problems
imports-discard = Give this import up
imports-discard-means = Nothing goes in and what was read is deleted at once. You can choose the file again later.
imports-discard-yes = Yes, give it up
imports-error-decided = This import was decided about already. Reload the page to see what came of it.
imports-error-nothing = There is no row that can go in.
imports-forgotten = The rows are gone: either all went in, or 30 days have passed and they were deleted. Choose the file again to check it.

imports-under-way = Going in
imports-under-way-hint = You may leave this page: the import goes on, and if it is interrupted it resumes.
imports-look-again = Look again
imports-go-on = Nothing moves? Go on
imports-result = { $n ->
    [one] One row went in.
   *[other] { $n } rows went in.
}
imports-result-left-out = { $n ->
    [one] One row stayed out; the table says why.
   *[other] { $n } rows stayed out; the table says why.
} Mend the downloaded rows and import that spreadsheet.

imports-columns = What each column was taken for
imports-column = Column
imports-title-in-file = Name in the file
imports-taken-for = Taken for
imports-unused = Columns not used: { $columns }
imports-notes-passed = { $n ->
    [one] One row with sums or remarks was passed over
   *[other] { $n } rows with sums or remarks were passed over
}
imports-list-bad = Rows that can't go in
imports-list-held = Rows that need a reason
imports-list-new = New rows
imports-list-changed = Changed rows
imports-list-same = Unchanged rows
imports-list-empty = There are none
imports-next-rows = Next rows
imports-row = Row
imports-cell = In the file
imports-what-to-do = What is wrong and what to do
imports-changes = Will become

imports-field-name = Name
imports-field-kind = Kind
imports-field-uscc = Unified social credit code
imports-field-uscc-reason = Note on the code
imports-field-town = Town
imports-field-area = Village or community
imports-field-headcount = Staff
imports-field-women = Women
imports-field-youth = Young people
imports-field-scitech = Science workers
imports-field-party = Party organisation
imports-field-founded = Founded
imports-field-contact = Contact
imports-field-phone = Telephone
imports-field-code = Code
imports-field-level = Level
imports-field-parent-code = Code above
imports-field-line = Line
imports-field-parent = Organisation above
imports-field-unit = Unit
imports-field-organisation = Organisation
imports-field-title = Post
imports-field-role = Permissions

imports-in-column = { $column }: { $what }
imports-problem-missing = Nothing is filled in. Please add it.
imports-problem-too-long = Too long: at most { $max } characters.
imports-problem-failed = A formula without a result. Please type the content.
imports-problem-not-number = Not a number. Please write digits, such as 120.
imports-problem-not-whole = A number of people must be whole.
imports-problem-about = Only about so many. Please write the exact number, such as 120.
imports-problem-negative = Less than nobody. Please check.
imports-problem-too-many = More than { $max } people. Please check.
imports-problem-is-day = The cell is formatted as a date. Format it as a number and write the number of people again.
imports-problem-more-than = More than the staff of { $whole }. Please check both numbers.
imports-problem-not-yes-no = Please write 有 (yes) or 无 (no).
imports-problem-not-day = Not clear which day. Please write 2019-03-05 or 2019年3月.
imports-problem-unclear-month = January or October? Please write 2019年1月 or 2019年10月.
imports-problem-future = The date is yet to come. Please check.
imports-problem-uscc-length = It should have 18 characters and has { $found }. Please check the business licence.
imports-problem-uscc-character = Character { $at } is “{ $found }”, which no code has (the letters I, O, S, V, Z are not used). Please check the business licence.
imports-problem-uscc-check = The check digit doesn't fit: most likely one character is mistyped. Please check the business licence; if it is really so, give a reason and it goes in.
imports-problem-uscc-number = The code was kept as a number and its last digits are lost. Format the column as text and type it again.
imports-problem-phone = Neither a mobile number nor a fixed one with its area code. Please check.
imports-problem-phones = One number only, please.
imports-problem-not-one-of = Please write one of these: { $words }.
imports-problem-unknown = Not found. Please check the name.
imports-problem-unknown-near = Not found. Is it one of these: { $near }?
imports-problem-ambiguous = There are several: { $options }. Please say which, or fill in the town.
imports-problem-elsewhere = Not in this town but in { $found }. Please check both cells.
imports-problem-not-village = Please name the village or community.
imports-problem-out-of-scope = Outside your area. Please hand it to your colleagues there.
imports-problem-doubled = The same as row { $row }. Please keep one.
imports-problem-code-taken = This code belongs to “{ $by }”. Please check code and name.
imports-problem-other-code = This unit is known by the code { $code }. Please check whether it is mistyped or another firm.
imports-problem-later-known = A later number is known already. Please check it first.
imports-problem-ended = This unit ended on { $on }. Please check; it is reopened on its own page.
imports-problem-fixed = Known otherwise, and not to be changed by an import. Please change it on its own page.
imports-problem-other-name = This phone is registered under another name. Please check.
imports-problem-area-code = Not the code of a county, town or village (6, 9 or 12 digits).
imports-problem-area-level = The level doesn't fit the code. Please check.
imports-problem-area-twice = The code came before with another name. Please check.
imports-problem-area-parent = What it lies in (code { $code }) is neither known nor in the file. Add it as a row, such as 330483,桐乡市.
imports-problem-refused = { $why }

imports-rejects-why = What is wrong and what to do
imports-rejects-row = Row { $row } of the file

imports-guide-column = Column
imports-guide-must = Needed
imports-guide-how = How to fill it in
imports-guide-required = Needed
imports-guide-optional = Optional
imports-guide-kind = 企业 enterprise, 工业园区 park, 特色小镇 featured town, 楼宇商圈 building, 专业市场 market, 学校 school, 外来人口聚居点 settlement, 新就业群体 new employment; an enterprise if empty
imports-guide-uscc = The 18 characters of the business licence. The column is set as text: leave it so
imports-guide-uscc-reason = If the code doesn't check out but has been compared with the licence, say so here
imports-guide-town = Needed where several villages share a name
imports-guide-area = The village or community, such as 桃园村
imports-guide-headcount = The exact whole number
imports-guide-youth = Staff aged 14 to 35
imports-guide-party = 有 (yes) or 无 (no)
imports-guide-founded = Such as 2019-03-05 or 2019年3月
imports-guide-phone = One mobile number, or a fixed one with its area code

# Lists of those who take part

imports-list-title = Bring in a list of entries
imports-list-how = One person or one team a row. The file is read first and you are told what becomes of each row; only when you agree are they entered. The same file once more changes nothing.
imports-list-file-hint = .xlsx, .xls or .csv
imports-list-note-new = Not entered yet
imports-list-note-same = Entered already
imports-list-people = { $n ->
    [one] 1 person
   *[other] { $n } people
}
imports-field-mobile = Mobile number
imports-field-members = Team members
imports-guide-mobile = One mobile number: of single people their own, of teams the contact's. May be left empty
imports-guide-members = Put 、 or a new line between the names; a mobile number may stand behind a name, as in: 张三 13812345678、李四
imports-guide-line = The line, such as 工会, 共青团, 妇联, 科协. May be left empty
imports-problem-entered-otherwise = Entered already, but with another unit or other people. To change that, correct the entry in the list of entries.
imports-problem-person-unclear = Person { $at } can't be read. Write: 张三, or 张三 13812345678.
imports-problem-two-names = { $at ->
    [0] This looks like two people. Write one to a row; if it is one person, take out the space within the name.
   *[other] Person { $at } looks like two. Put a comma between them; if it is one person, take out the space within the name.
 }
imports-problem-person-other-name = The mobile number of person { $at } is registered under another name. Please check.
imports-problem-plays-elsewhere = Person { $at } is in another team already, or is named twice. Please check.
imports-problem-full = All places are taken. You can raise the number of places in the competition's settings and bring the list again.
imports-list-no-header = No row of column names was found among the first 20. Keep one row of names, such as: { $columns }.
