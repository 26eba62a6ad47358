# 活动：制作、共办、发布、取消、打印

## 类别

activity-kind = 类别
activity-kind-any = 全部类别
activity-kind-culture = 文艺
activity-kind-sport = 运动
activity-kind-science = 科普
activity-kind-family = 亲子
activity-kind-health = 健康
activity-kind-skills = 技能培训
activity-kind-rights = 普法维权
activity-kind-volunteering = 志愿服务
activity-kind-care = 关爱帮扶
activity-kind-festival = 节庆集市
activity-kind-other = 其他

## 状态

activity-status-draft = 草稿
activity-status-published = 已发布
activity-status-cancelled = 已取消
activity-phase-announced = 未开始报名
activity-phase-open = 报名中
activity-phase-closed = 报名已截止
activity-phase-running = 进行中
activity-phase-over = 已结束
activity-cohost-invited = 待答复
activity-cohost-accepted = 已同意
activity-cohost-declined = 已婉拒
activity-question-text = 文字
activity-question-number = 数字
activity-question-yes-no = 是或否
activity-question-choice = 选一项

## 表单

activity-new = 新建活动
activity-new-lede = 一张表办好：做什么、什么时候、在哪里、谁能来、和谁一起办。
activity-edit = 修改活动
activity-edit-do = 修改
activity-edit-public = 活动已经公开。改时间或地点，已报名的人和共办单位会收到通知；名额加多了，先递补给候补的人。
activity-choose = 请选择
activity-part-what = 做什么
activity-part-when = 什么时候，在哪里
activity-part-who = 谁能来，怎么报名
activity-part-rules = 报名规则（照常例办就不用改）
activity-part-who-hint = 参加者和志愿者分开计名额，至少填一项。
activity-part-together = 和谁一起办
activity-part-together-hint = 被邀请的单位会收到通知，各自答复。先发布也可以，同意之后才显示为共办单位。
activity-part-questions-hint = 报名时要问的话，最多 6 个。不问就不用填。
activity-title = 活动名称
activity-title-example = 例如：周末亲子科普课
activity-summary = 活动说明
activity-summary-hint = 做些什么、要带什么、怎么去，写给来的人看。
activity-day = 日期
activity-starts = 开始
activity-ends = 结束
activity-end-day = 结束在另一天
activity-space = 场所
activity-space-hint = 选了场所，地点和所在村社区就不用再填。
activity-space-elsewhere = 不在下列场所
activity-spaces-own = 本单位的场所
activity-spaces-together = 共办单位的场所
activity-spaces-nearby = 同镇街道的场所
activity-place-words = 地点
activity-place-words-hint = 没有选场所时填，例如：南庄桥头健身广场
activity-area = 所在村社区
activity-area-hint = 没有选场所时填。
activity-seats = 参加名额
activity-volunteers = 志愿者名额
activity-min-age = 最小年龄
activity-max-age = 最大年龄
activity-only = 面向哪里的人
activity-only-any = 不限
activity-only-village = 只限活动所在村社区
activity-only-town = 只限活动所在镇街道
activity-party-max = 一次最多几人同报
activity-party-hint = 一家人一起报、一起候补，不会拆开。
activity-offer = 递补保留多久
activity-offer-hint = 有人退出时，名额给排在最前面的人保留这么久。
activity-allotment = 名额怎么分
activity-allotment-hint = 发布后不能再改。后两种要在活动开始前至少一小时截止报名，截止时统一分。
activity-allotment-first-come = 先报先得
activity-allotment-priority = 优先人群在前，其余按报名先后
activity-allotment-draw = 摇号：结果人人可验证
activity-prior = 优先给哪里的人
activity-prior-nobody = 不分先后
activity-prior-village = 活动所在村社区
activity-prior-town = 活动所在镇街道
activity-opens-day = 报名开始日期
activity-opens = 时间
activity-closes-day = 报名截止日期
activity-closes = 时间
activity-window-hint = 不填就按常例：发布后就能报名，活动前一天 20:00 截止。
activity-own = 本单位拿出什么
activity-unit-people = 人
activity-unit-years = 岁
activity-unit-yuan = 元
activity-unit-shares = 份
activity-brings = 拿出什么
activity-brings-people = 人手
activity-brings-venue = 场地
activity-brings-money = 经费
activity-brings-goods = 物资
activity-brings-share = 记功份额
activity-brings-share-hint = 有什么填什么，没有就空着。志愿服务时长按记功份额分记到各单位，都填 1 就是平分。
activity-cohost-n = 共办单位 { $n }
activity-cohost-org = 单位
activity-cohost-state = 答复
activity-cohost-add = 再邀请一个单位
activity-bodies-here = 同村社区
activity-bodies-town = 同镇街道
activity-bodies-county = 县市区级
activity-bodies-found = 查到的单位
activity-find = 找别的单位
activity-find-hint = 上面列表里没有的，写名称的一部分来查，查到后在列表里选。
activity-find-do = 查找
activity-row-drop = 去掉这一项
activity-question-add = 加一个问题
activity-question-n = 问题 { $n }
activity-question-label = 问什么
activity-question-kind = 怎么答
activity-question-options = 可选的答案
activity-question-options-hint = 一行一个，答法是“选一项”时才填。
activity-question-required = 必须回答
activity-questions = 报名时的问题
activity-questions-fixed = 已经有人报名并回答，问题不能再改。
activity-answered = 已经答复的单位
activity-save-draft = 存为草稿
activity-save-publish = 保存并发布
activity-save-changes = 保存修改

## 哪里要改

activity-problem-title-empty = 请写活动名称，至少两个字
activity-problem-title-long = 名称请不要超过 60 个字
activity-problem-summary-long = 说明请不要超过 2000 个字
activity-problem-line-long = 请不要超过 100 个字
activity-problem-kind = 请选一个类别
activity-problem-place-empty = 请选一个场所，或者写明地点
activity-problem-area = 请选活动所在的村社区或镇街道
activity-problem-space-gone = 这个场所已经不在了，请另选一个
activity-problem-time-empty = 请填写
activity-problem-day = 看不懂这个日期，请写成 2026-11-28 或 11月28日
activity-problem-day-missing = 填了时间，还要填日期
activity-problem-time = 看不懂这个时间，请写成 14:30
activity-problem-number = 请填一个整数
activity-problem-starts-past = 开始时间已经过去，请改成以后的时间
activity-problem-too-far = 最多提前两年安排
activity-problem-ends-first = 结束要晚于开始
activity-problem-too-long = 一场活动最长 31 天；更长的请分成几场
activity-problem-closes-first = 报名截止要晚于报名开始
activity-problem-closes-late = 报名截止不能晚于活动结束
activity-problem-closes-before-given = 统一分名额的活动，报名要在开始前至少一小时截止
activity-problem-prior = 请选优先给哪里的人
activity-problem-places-many = 名额请填 0 到 100000
activity-problem-no-places = 参加名额和志愿者名额至少填一项
activity-problem-age = 年龄请填 0 到 120
activity-problem-ages-turned = 最大年龄不能小于最小年龄
activity-problem-party = 请填 1 到 10 人
activity-problem-offer = 请填 10 分钟到 7 天
activity-problem-questions-many = 最多问 6 个问题
activity-problem-question-label = 请写要问的话，不超过 100 个字
activity-problem-options = 请写 2 到 12 个不同的答案，一行一个
activity-problem-cohosts-many = 最多邀请 8 个单位
activity-problem-cohost-empty = 请选单位，或者去掉这一项
activity-problem-cohost-twice = 这个单位已经在上面了
activity-problem-cohost-self = 本单位就是主办，不用邀请
activity-problem-cohost-gone = 这个单位已经撤销或不存在，请另选
activity-problem-found-none = 没有查到名称里有这些字的单位，换几个字再查
activity-problem-people = 人手请填 0 到 10000
activity-problem-money = 经费请填元，例如 500 或 1234.5，最多 1000 万
activity-problem-share = 份额请填 0 到 100

## 不能办的原因

activity-refused-cancelled = 活动已经取消，不能再改。
activity-refused-over = 活动已经结束，不能再改。
activity-refused-published = 活动已经发布。
activity-refused-starts-past = 开始时间已经过去，请先改时间再发布。
activity-refused-signup-over = 报名截止时间已经过去，请先改截止时间再发布。
activity-refused-space = 这个场所从 { $from } 到 { $to } 已有“{ $title }”（{ $host }）。请换时间或场所，或者和对方一起办。
activity-refused-space-just-now = 这个场所在这段时间刚刚被另一场活动占用。请换时间或场所。
activity-refused-reason = 请写明取消的原因，2 到 200 个字，报名的人会看到。
activity-refused-answered = 本单位已经答复过了。
activity-refused-declined = 本单位已经婉拒，草稿不再给本单位看。想参加的话，请主办单位再邀请一次。
activity-refused-fixed = 活动已经发布，各单位拿出的东西不能再改。
activity-refused-changed = 您改的时候，别人先改了这个活动（现在是第 { $version } 版）。请看过再改一次。
activity-refused-below-taken = 已经占了 { $taken } 个名额，不能少于这个数。
activity-refused-questions = 已经有人报名并回答，问题不能再改。
activity-refused-allotment = 名额怎么分已经公布，不能再改。要换办法，请取消后另发一场。
activity-refused-no-version = 请用 If-Match 说明您改的是哪一版。
activity-refused-poster = 活动还没有发布，发布以后才有海报。

## 两人同时改

activity-stale = 您改的时候，别人也改了这个活动。您写的都还在下面的表里，还没有保存。
activity-somebody = 有人
activity-act-created = 新建了活动
activity-act-updated = 修改了
activity-act-published = 发布了活动
activity-act-cancelled = 取消了活动
activity-act-joined = 代表单位答复
activity-stale-taken = { $what }：对方改成“{ $now }”，您没有动过，已经并入下面的表。
activity-stale-both = { $what }：对方改成“{ $theirs }”，您写的是“{ $mine }”。表里现在是您的。
activity-stale-take = 改用对方的
activity-stale-next = 看过以后再按一次保存。

## 说出来

activity-when = 时间
activity-place = 地点
activity-window = 报名时间
activity-places = 名额
activity-who = 谁能来
activity-party = 同报与递补
activity-cohosts = 待答复的邀请
activity-say-places = 参加 { $seats } 人，志愿者 { $volunteers } 人
activity-say-party = 一次最多 { $n } 人，递补保留 { $offer }
activity-say-people = { $n } 人
activity-only-of = 只限{ $area }
activity-age-between = { $min }–{ $max } 岁
activity-age-from = { $min } 岁以上
activity-age-to = { $max } 岁以下
activity-age-any = 年龄不限

## 列表

activity-list = 活动
activity-show = 看哪些
activity-show-upcoming = 将要办的
activity-show-drafts = 草稿
activity-show-invited = 等我们答复
activity-show-past = 办过的
activity-show-cancelled = 已取消
activity-show-all = 全部
activity-below = 含下级单位
activity-state = 状态
activity-together = 主办与共办
activity-together-n = 共办 { $n } 家
activity-asked-n = 待答复 { $n } 家
activity-host-us = 本单位主办
activity-to-answer = 等我们答复
activity-none = 这里还没有活动。
activity-none-found = 没有符合条件的活动。
activity-none-clear = 去掉条件再看
activity-none-invited = 没有等本单位答复的邀请。
activity-none-upcoming = 还没有将要办的活动。

## 一场活动

activity-host = 主办
activity-hosted-by = { $name }主办
activity-facts = 怎么办
activity-ledger = 共办台账
activity-ledger-share = 记功
activity-ledger-total = 合计（已同意的）
activity-ledger-hint = 志愿服务时长按记功比例分到各单位，加起来正好是全部，不重复计算。
activity-signups = 报名
activity-count-attendees = 参加者
activity-count-volunteers = 志愿者
activity-count-waiting = 候补
activity-count-of = 共 { $n } 个名额
activity-history = 改动记录
activity-history-when = 时间
activity-history-who = 谁
activity-history-what = 做了什么
activity-hints = 发布前看一眼
activity-hints-numbers = 这一天{ $town }还有 { $all } 场活动：同一时段 { $overlap } 场，同类 { $kind } 场，有相同单位的 { $people } 场。
activity-hints-room = 场所可容 { $holds } 人，名额合计 { $places } 人。
activity-hints-together = 同一时段的活动会争同样的人，可以错开，或者商量一起办。
activity-public-page = 公开页面
activity-back = 返回活动
activity-asked = { $host }邀请本单位共办
activity-asked-for = 请本单位拿出：{ $brings }。
activity-asked-draft = 同意以后，活动发布以前还可以改。
activity-asked-public = 活动已经发布，同意以后本单位就显示为共办单位。
activity-answer = 答复共办邀请
activity-problem-answer = 请选“同意共办”或“婉拒”。
activity-declined-state = 本单位婉拒了共办。改了主意的话，活动开始以前可以同意。
activity-answer-note = 给主办单位的话
activity-accept = 同意共办
activity-decline = 婉拒
activity-draft-state = 这是草稿，只有本单位和被邀请的单位看得到。
activity-publish = 发布
activity-brings-own = 本单位拿出什么
activity-brings-until = 活动发布以前可以改。
activity-brings-save = 保存
activity-cancel = 取消活动
activity-cancel-reason = 取消的原因
activity-cancel-told = 报名的人和共办单位会收到通知，看到这个原因。取消以后不能恢复。
activity-cancel-draft = 被邀请的单位会收到通知。取消以后不能恢复。
activity-cancel-do = 确定取消
activity-cancelled-because = 活动已取消：{ $reason }
activity-done-published = 活动已发布，现在谁都看得到。
activity-done-saved = 已保存。
activity-done-cancelled = 活动已取消，报名的人会收到通知。
activity-done-accepted = 已同意共办，主办单位会收到通知。
activity-done-declined = 已婉拒，主办单位会收到通知。
activity-done-brings = 已保存，主办单位会收到通知。
activity-at-venue = 这里的活动
activity-at-venue-none = 近期没有安排活动。

## 报名名单

activity-roll = 报名名单
activity-roll-person = 姓名
activity-roll-role = 身份
activity-roll-state = 情况
activity-roll-number = 报名号
activity-roll-at = 报名时间
activity-roll-answers = 报名回答
activity-roll-answer = { $question }：{ $answer }
activity-roll-any = 全部
activity-roll-none = 还没有人报名。
activity-roll-state-seat = 有名额
activity-roll-state-waiting = 候补中
activity-roll-state-offered = 待确认递补
activity-roll-state-cancelled = 已取消
activity-roll-state-declined = 放弃递补
activity-roll-state-expired = 递补过期
activity-role-attendee = 参加者
activity-role-volunteer = 志愿者

## 打印

activity-sheet = 签到表
activity-sheet-number = 序号
activity-sheet-name = 姓名
activity-sheet-party = 同行
activity-sheet-role = 身份
activity-sheet-code = 签到码
activity-sheet-signature = 签名
activity-sheet-alone = —
activity-sheet-party-of = 第 { $number } 组，{ $n } 人
activity-sheet-counts = 参加者 { $attendees } 人，志愿者 { $volunteers } 人；打印于 { $at }。姓名为隐去部分的，请本人在签名栏写全名。
activity-sheet-print = 打印
activity-sheet-xlsx = 下载表格
activity-sheet-full = 需要全名
activity-sheet-full-print = 打印全名
activity-sheet-full-xlsx = 下载全名表格
activity-sheet-reason = 为什么需要全名
activity-sheet-reason-hint = 请写明用途，2 到 100 个字。每次都会记录，本人可以查到谁在什么时候为什么看过。
activity-poster = 海报
activity-poster-until = 报名截止
activity-poster-hosts = 一起办的单位
activity-poster-qr = 活动公开页面的二维码
activity-poster-scan = 扫码报名
activity-poster-see = 扫码看活动

## 今天

activity-today-invited = { $host }邀请共办“{ $title }”
activity-today-draft = “{ $title }”还是草稿
activity-today-answer = 去答复
activity-today-publish = 去发布

## 通知

activity-notice-invited = { $host }邀请您单位共办“{ $title }”，{ $at }开始。请答复。
activity-notice-withdrawn = { $host }收回了共办“{ $title }”的邀请。
activity-notice-accepted = { $name }同意共办“{ $title }”。{ $note }
activity-notice-declined = { $name }婉拒共办“{ $title }”。{ $note }
activity-notice-own-accepted = 您单位已同意和{ $host }共办“{ $title }”。
activity-notice-own-declined = 您单位已婉拒和{ $host }共办“{ $title }”。
activity-notice-brings = { $name }改了在“{ $title }”里拿出的东西。
activity-notice-moved = 共办的“{ $title }”改为 { $at }，地点：{ $place }。
activity-notice-room = { $host }将在您单位的“{ $place }”办“{ $title }”，{ $at }开始。有不便请尽早联系对方。
activity-notice-cancelled = { $host }取消了“{ $title }”：{ $reason }
