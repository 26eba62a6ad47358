# 页面框架与通用部件

product = 廊桥
demonstration = 演示：行政区划为真实数据，人物、单位、活动和数字均为虚构。
skip-to-content = 跳到正文
language-other = English
print-large = 大字版
print-normal = 标准字
theme-dark = 深色
theme-light = 浅色
theme-auto = 跟随系统

nav-main = 主导航
nav-bottom = 底部导航
nav-home = 首页
nav-activities = 活动
nav-me = 我的
nav-workbench = 工作台
nav-more = 更多
nav-to-portal = 回到门户
nav-waiting = 有 { $n } 件待办
sign-in = 登录
sign-out = 退出登录

search = 搜索
place = 地点：
held-by = 共办：
not-given = 未填写

field-optional = 选填
form-problems = 还有 { $n } 处要改

filter = 筛选
filter-apply = 筛选
filter-clear = 清除全部
filter-chosen = 已选条件
filter-remove = 去掉
pager = 翻页
pager-previous = 上一页
pager-next = 下一页
pager-range = 第 { $from }–{ $to } 条，共 { $all } 条
pager-range-open = 第 { $from }–{ $to } 条

steps = 步骤
step-done = （已完成）
step-now = （进行中）
step-next = （未开始）

places-left = 还有 { $n } 个名额
places-none = 名额已满，可候补
places-of = 已报 { $taken }，共 { $all }
places-taken = 已报名额
places-unlimited = 已报 { $n } 人，名额不限

ticket-qr = 签到二维码
ticket-code = 签到码

when-now = 现在
when-today = 今天
when-tomorrow = 明天
when-yesterday = 昨天
when-in-minutes = { $n } 分钟后
when-minutes-ago = { $n } 分钟前
when-in-hours = { $n } 小时后
when-hours-ago = { $n } 小时前
when-in-days = { $n } 天后
when-days-ago = { $n } 天前
