# The API

api-title = The API
api-lede = What people do on the pages, programs do here. Make a token on your own page.
api-document = OpenAPI 3.1 document (JSON)
api-name = Name
api-place = Where
api-meaning = Meaning
api-parameters = Parameters
api-answers = Answers
api-status = Status
