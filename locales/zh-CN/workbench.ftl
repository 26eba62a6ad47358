# 工作台首页

workbench-today = 今天
workbench-choose = 您在几个单位任职，先选一个。
workbench-no-post = 您还没有在单位任职，工作台是给任职人员用的。
workbench-no-post-next = 去看看活动
workbench-role-county = 县级机关
workbench-role-officer = 负责人
workbench-role-steward = 现场人员
workbench-role-reader = 只看不改
workbench-by-tonight = 今天要办 { $n } 件
workbench-this-week = 一周之内 { $n } 件
workbench-later = 以后 { $n } 件
workbench-by = 最迟
workbench-nothing = 现在没有等您办的事。
