clash-title = 会不会撞期
clash-none = 前后几天没有会撞的活动。
clash-people = { $n ->
    [0] 同一时段，参加的人重叠 { $people } 人
   *[other] 同一时段有 { $n } 场，参加的人重叠 { $people } 人
 }
clash-unit = { $n ->
    [0] 三天内，也面向同一单位的人
   *[other] 同一单位的人，三天内 { $n } 场
 }
clash-venue = { $n ->
    [0] 三天内，在同一处阵地
   *[other] 同一处阵地，三天内 { $n } 场
 }
clash-village = { $n ->
    [0] 三天内，在同一个村社区
   *[other] 同一个村社区，三天内 { $n } 场
 }
clash-time = { $n ->
    [0] 同镇同一时段，面向同一类人
   *[other] 同镇同一时段、面向同一类人的有 { $n } 场
 }
clash-day = { $n ->
    [0] 同镇同一天
   *[other] 同镇同一天 { $n } 场
 }
clash-see-all = 全部看一遍
clash-kilometres = 相距约 { $km } 公里
clash-asked = 已提出一起办，等对方答复。
clash-ours = 你们已经在一起办，或正在被邀请。
clash-how-counted = “重叠的人”：已报名那一场的人里，也报了这一场，或近一年到过你们活动现场的人。距离按示意图算，只看远近。
together-ask = 问对方能不能一起办
together-waits = 已请求和对方一起办“{ $title }”，等对方答复。
together-withdraw = 不问了
together-yes = 对方同意一起办“{ $title }”。这份草稿不用了可以取消。
together-no = 对方这次不便一起办“{ $title }”。
together-go = 去看那一场
together-who-asks = { $name }想和你们一起办
together-why = 他们本来要办“{ $draft }”，时间相近。愿意出：{ $brings }。
together-note = 附言（可以不写）
together-accept = 一起办
together-decline = 这次不便
together-today = { $name }想一起办“{ $title }”
together-said-asked = 已告诉对方，等对方答复。
together-said-yes = 已加入共办单位。
together-said-no = 已答复对方。
together-said-withdrawn = 已取消请求。
together-holds = 这家单位已经在一起办了。
together-many = 共办单位已满，先请一家退出再加。
together-no-draft = 只能从自己还没发布的草稿提出一起办。
together-asked-before = 已经问过，或者你们已经在那场活动里了。
together-not-now = 那场活动已经结束或取消。
together-answered = 这个请求已经答复过或取消了。
together-note-long = 附言请写在 100 字以内。
together-notice-asked = { $by }想和你们一起办“{ $title }”（{ $at }）。
together-notice-yes = 对方同意一起办“{ $title }”。{ $note }
together-notice-no = 对方这次不便一起办“{ $title }”。{ $note }
year-nav = 全年
year-title = 全年活动日历
year-lede = { $town } { $year } 年，共 { $n } 场活动
year-days = 每天几场
year-past = 已经过去的月份
year-how-counted = 连办几天的，每天都算一场；课程算在上课的那几天。
year-unit = { $n } 场
year-fullest = 最挤的日子
year-no-piles = 没有哪一天挤在一起。
year-empty = 空着的周
year-no-empty = 接下来每周都有活动。
year-empty-count = 接下来有 { $n } 周一场活动也没有。点一周，就从那天新建。
year-week = { $from } 至 { $to }
year-day-count = { $day }：{ $n } 场
year-town = 乡镇街道
year-year = 年份
year-show = 看
year-back = 回到全年
year-day-title = { $town } { $day }的活动
year-day-empty = 这一天没有活动。
year-fill = 在这一天新建活动
year-activity = 活动
year-time = 时间
year-host = 牵头
year-place = 地点
year-people = 已报名
year-named = 带框的日子：
year-named-and = 、
year-lei-feng = 学雷锋纪念日
year-women = 妇女节
year-labour = 劳动节
year-youth = 青年节
year-science = 科技工作者日
year-children = 儿童节
year-volunteers = 国际志愿者日
together-gone = 对方已经自己发布或取消了那一场，这个请求不算了。

clash-own = 这是你们自己的活动，错开时间就行。
