# 页面框架与通用部件

product = 廊桥
demonstration = 演示：地名是真的，人物、单位、活动和数字都是虚构的
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
nav-organisation = 当前单位
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
form-problem-at = { $field }：
form-problem-in = “{ $field }”这一项，

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
places-allotted-short = { $n } 个名额，统一分
places-allotted-later = { $n } 个名额，已登记 { $names } 人，截止时统一分
places-none = 名额已满，可候补
places-of = 已报 { $taken }，共 { $all }
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

scan-camera = 打开或关闭摄像头
scan-view = 摄像头画面
scan-ready = 对准二维码即可，不用拍照。
scan-looking = 正在找二维码……
scan-denied = 浏览器没有允许使用摄像头。可在地址栏的权限里打开，或在下面输入签到码。
scan-none = 这台设备没有可用的摄像头，请在下面输入签到码。
scan-offline = 没有连上网络，这一次没有记下。请稍后再扫，或先记在纸上。
scan-code = 签到码
scan-code-hint = 票面二维码下方的 6 位字母和数字，不分大小写。
scan-check = 核对

offline-title = 现在没有网络
offline-what = 连不上网络，这一页暂时打不开。
offline-kept = 您打开过的票证页存在这台设备上，没有网络也能看、也能扫。
offline-next = 网络恢复后再试一次；正在填写的内容不会因此丢失，请先不要关掉那一页。
offline-unsent = 没有网络，没有发出去。您填的都还在这一页，有网络后请再点一次。
offline-unsure = 没有等到回音，不知道有没有送到。您填的都还在这一页；请先看看是不是已经办成，没有再点一次。
offline-again = 再试一次
offline-scoring = 评委：打开存好的评分表
heat-weekdays = 一 二 三 四 五 六 日
heat-day = { $day }：{ $what }
bracket-goes-on = 晋级
game-won = 胜

## Days asked for

between-day = 看不懂这个日期，请写成 2026-03-08
between-order = 结束日期早于开始日期，请对调或改一个
