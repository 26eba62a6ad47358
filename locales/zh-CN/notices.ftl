# 通知和草稿

notices-title = 通知
notices-none = 还没有通知。报了名、有了空位、活动有变化时，会在这里告诉您。
notices-none-next = 去找活动
notices-new = 新
notices-open = 查看
notices-read-all = 全部标为已读
notices-unknown = 有一件事发生过，它的说明已经不再使用。

draft-saved = { $at } 已存草稿
draft-field-left-out = 上次填在这里的内容太长，没有留住。请写短一些，重新填。
draft-too-long = 内容太长，没有存成草稿。
