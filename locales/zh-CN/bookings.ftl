# 场所预约
booking-nav = 场所
booking-title = 场所预约
booking-lede = 自己的、附近各家群团的房间和场地。点开看一周安排，直接预约。
booking-own-rooms = 本单位的场所
booking-other-rooms = 附近可用的场所
booking-no-rooms = 附近还没有登记的场所。
booking-ours = 本单位的预约
booking-asked = 等您答复的申请
booking-col-room = 场所
booking-col-keeper = 管理单位
booking-col-capacity = 容纳人数
booking-col-today = 今天场次
booking-col-when = 时间
booking-col-purpose = 用途
booking-col-status = 状态
booking-col-act = 操作
booking-status-asked = 等待答复
booking-status-held = 已约好
booking-status-declined = 未同意
booking-status-cancelled = 已退回
booking-give-back = 退回
booking-give-back-ask = 退回后别人就能约这个时间。确定退回吗？
booking-reason = 原因
booking-answer-note = 附言
booking-answer-hint = 不同意时请写明原因，例如改到什么时间可以。
booking-accept = 同意
booking-decline = 不同意

booking-room-lede = 由{ $keeper }管理，可容纳 { $n } 人
booking-week = 一周安排
booking-week-before = 前一周
booking-week-after = 后一周
booking-closed = 不开放
booking-free = 没有预约
booking-book = 预约
booking-ask = 申请使用
booking-field-day = 日期
booking-field-from = 开始
booking-field-to = 结束
booking-field-purpose = 用途
booking-field-purpose-hint = 各单位都能看到，例如“妇联执委会”
booking-field-people = 预计人数

booking-rules = 使用规则
booking-rules-edit = 修改使用规则
booking-rules-changed = 刚刚有人改过，请看一眼现在的内容；还要改就再保存一次。
booking-rules-no-version = 请用 If-Match 说明您改的是哪一版。
booking-open-hours = 开放时间
booking-always-open = 全天开放
booking-open-but-holidays = 全天开放，法定节假日除外
booking-open-to-lines = 各家群团组织都可以预约
booking-open-to-keeper = 只供管理单位及其上下级预约
booking-rule-whose = 以上规则只有管理单位自己不受限；它的上级、下级和其他单位都一样遵守，预约和办活动都一样。
booking-rule-asks = 其他单位预约需要管理单位同意
booking-rule-notice = 其他单位至少提前 { $n } 小时预约
booking-rule-ahead = 最多提前 { $n } 天预约
booking-rule-buffers = 每场前留 { $before } 分钟布置，后留 { $after } 分钟打扫
booking-rule-setup = 每场前留 { $before } 分钟布置
booking-rule-cleanup = 每场后留 { $after } 分钟打扫
booking-rule-official = 法定节假日不开放；调休上班的周末按周一的时间开放
booking-hours-hint = 一天可以写几段，用逗号隔开；留空表示当天不开放。七天都留空表示没填：页面写“未填写”，别的单位每次都要先问您。全天开放就写 0:00-24:00。
booking-field-official = 按法定节假日安排
booking-field-days = 特殊日期
booking-field-days-hint = 一行一天：日期、时间或“关闭”、说明。例如“12月1日 关闭 装修”或“2026-12-05 9:00-11:00, 14:00-17:00”。分两段的也可以写成两行。
booking-who = 谁可以用
booking-field-open-to = 可以预约的单位
booking-field-notice = 至少提前
booking-field-ahead = 最多提前
booking-buffers = 场次之间
booking-buffers-hint = 这段时间不会约给别人。已有的预约不变。
booking-field-setup = 场前布置
booking-field-cleanup = 场后打扫
booking-unit-hours = 小时
booking-unit-days = 天
booking-unit-minutes = 分钟
booking-save = 保存
booking-back = 返回

booking-said-held = 约好了。
booking-said-short = { $said }{ $named }。差的已经排队候补，有人退回先为您留着，到时通知您答复。
booking-short-one = { $name }带 { $has } 件，还差 { $n } 件
booking-said-held-outbid = 约好了。同一时间的申请因此作罢，已通知对方：{ $named }{ $more ->
    [0] 。
   *[other] ，另有 { $more } 个。
}
booking-outbid-one = { $by }“{ $purpose }”
booking-said-asked = 申请已送出，管理单位答复后会通知您。
booking-asked-already = 您单位已经申请了这段时间：“{ $purpose }”，{ $at }，正等管理单位答复，不用再申请。
booking-said-accepted = 已同意，对方会收到通知。
booking-said-declined = 已答复，对方会收到通知。
booking-said-given-back = 已退回。
booking-said-rules = 使用规则已保存。
booking-said-rules-booked = 使用规则已保存。已经约好、按新规则约不上的还有 { $n } 场：{ $named }{ $more ->
    [0] 。
   *[other] ；还有 { $more } 场。
}请在下面收回，或者和约的单位商量。
booking-shut-out-one = { $at } { $by }“{ $purpose }”

booking-taken = “{ $room }”这个时间已被{ $host }占用：“{ $title }”，{ $from }–{ $to }。请换一个时间或场所，或者和对方商量。
booking-taken-around = “{ $room }”这个时间已被{ $host }占用：“{ $title }”，{ $from }–{ $to }。加上布置和打扫的时间，请在 { $before } 以前用完，或者从 { $after } 开始；也可以换一个场所，或者和对方商量。
booking-taken-just-now = 这个时间刚刚被别人约走了。请换一个时间或场所。
booking-closed-day = { $day }不开放。请换一天，或与管理单位联系。
booking-closed-then = { $day }的开放时间是 { $open }。请改到开放时间内。
booking-not-open = 这个场所只供{ $keeper }及其上下级使用。请与他们联系，或选别的场所。
booking-bad-purpose = 请写明用途，2 到 { $most } 个字。
booking-bad-people = 人数请填数字。
booking-too-many = 这里最多容纳 { $n } 人。请减少人数或换大一点的场所。
booking-ends-first = 结束时间要晚于开始时间。
booking-too-long = 一次最多约七天。请分几次预约。
booking-past = 这个时间已经过去了。请选以后的时间。
booking-too-far = 现在最远可以约到{ $day }。
booking-short-notice = 要至少提前 { $n } 小时预约。请选晚一些的时间，或与管理单位联系。
booking-bad-day = 请选日期，例如 2026-12-01。
booking-bad-time = 请填时间，例如 9:00。
booking-mixed-up = 结束要晚于开始；过了零点的，填第二天凌晨的时间，例如 1:00。
booking-bad-number = 请填 0 到 { $most } 之间的数字。
booking-bad-hours = 请写成“8:30-11:30, 13:00-17:00”这样，各段不重叠。
booking-bad-special-day = 这一行读不懂：“{ $line }”。请写成“12月1日 关闭 装修”或“2026-12-05 9:00-11:00, 14:00-17:00”这样；同一天不能又关又开，各段不重叠。
booking-settled = 这个预约已经有结果了，不能再改。
booking-of-activity = 这个时间是随活动一起定的。要改时间或退回，请到活动页修改。
booking-no-reason = 请写明原因，对方会看到。

booking-notice-asked = { $by }申请使用{ $place }，{ $at }，请答复。
booking-notice-made = { $by }预约了{ $place }，{ $at }。
booking-notice-accepted = { $place }同意您单位使用，{ $at }。{ $note }
booking-notice-declined = { $place }未同意您单位使用，{ $at }。原因：{ $note }
booking-notice-given-back = { $by }退回了{ $place }的预约，{ $at }。{ $note }
booking-notice-taken-back = { $place }的管理单位收回了您单位的预约，{ $at }。原因：{ $note }
booking-today-asked = { $by }申请使用{ $place }
series-today-asked = { $by }申请使用{ $place }，共 { $n } 次
booking-today-answer = 答复
booking-feed-taken = 已预约

series-repeat = 重复预约
series-repeat-hint = 先看每一次能不能约，再一起定下来。截止日期和次数填一项即可。
series-every = 多久一次
series-every-never = 不重复
series-every-day = 每天
series-every-week = 每周
series-every-two-weeks = 每两周
series-every-month = 每月同一个星期几
series-until = 截止日期
series-times = 共几次
series-holidays = 避开法定节假日
series-title = 看看每一次
series-lede = “{ $purpose }”共 { $all } 次，其中 { $free } 次可以约。有冲突的，请选跳过、候补或改到别处。
series-state-free = 可以约
series-state-asks = 可以约，需管理单位同意
series-state-holiday = 节假日
series-state-closed = 不开放
series-state-taken = 已被占用
series-state-not = 约不了
series-what-to-do = 怎么办
series-do-book = 预约
series-do-skip = 跳过
series-do-move = 改时间或场所
series-move-where = 改到什么时候、哪里
series-move-room = 场所
series-move-free = 改到的时间可以约
series-room-free = { $place }（这个时间空着）
series-make = 全部预约
series-look-again = 再看一遍
series-times-in-all = 共 { $n } 次
series-which-back = 退回哪些
series-which-answer = 答复哪些
series-scope-one = 只这一次
series-scope-following = 这一次和以后各次
series-scope-all = 全部
series-said-made = 已约好 { $held } 次，等待答复 { $asked } 次，候补 { $waiting } 次，跳过 { $skipped } 次{ $short ->
    [0] 。
   *[other] ，其中 { $short } 次还在候补不够的设备。
}{ $outbid ->
    [0] {""}
   *[other] 同一时间别的申请 { $outbid } 个因此作罢，已通知对方。
}
series-is-holiday = { $day }是法定节假日，已选择避开。请选跳过或改到别的日子。
series-bad-rule = 这个重复方式读不懂。请选每天、每周、每两周或每月。
series-never = 按这个方式一次也轮不到。请改一改。
series-ends-first = 截止日期早于第一次的日期。请改一个。
series-no-end = 请填截止日期，或者共几次。
series-bad-times = 次数请填 2 到 { $most }。
series-bad-move = 请填改到的日期和时间，例如 14:00。
series-nothing-left = 一次也没有选。至少要留一次。
series-no-such = 选择里有这个重复方式没有的时间。请先看一遍再选。

series-notice-made = { $by }预约了{ $place }，从{ $at }起共 { $n } 次。
series-notice-asked = { $by }申请使用{ $place }，从{ $at }起共 { $n } 次，请答复。
series-notice-accepted = { $place }同意您单位使用，从{ $at }起共 { $n } 次。{ $note }
series-notice-declined = { $place }未同意您单位使用，从{ $at }起共 { $n } 次。原因：{ $note }
series-notice-given-back = { $by }退回了{ $place }的预约，从{ $at }起共 { $n } 次。{ $note }
series-notice-taken-back = { $place }的管理单位收回了您单位的预约，从{ $at }起共 { $n } 次。原因：{ $note }
series-unpublished = { $year } 年的放假安排还没有公布，先按平日算；公布后请再看一眼。

wait-title = 候补
wait-hint = 这个时间有人占用。您可以候补：一旦退回，先为您留着，到时通知您答复。
wait-no-equipment = 候补只留场所，不留设备。需要设备的，约好后请与管理单位联系。
wait-join = 候补这个时间
wait-ours = 候补中的时间
wait-state-waiting = 候补中
wait-state-offered = 已为您留着
wait-status-offer = 为候补留着
wait-status-consent = 等管理单位同意
wait-offered = 这个时间腾出来了，请在这之前答复：
wait-take = 要这个时间
wait-decline = 不要了
wait-leave = 不再候补
wait-why = 为什么还在候补
wait-why-taken = { $host }约了这个时间：“{ $title }”，{ $span }。
wait-why-first = 您排在第一位。
wait-why-behind = 前面还有 { $n } 个单位在等同一段时间。
wait-why-partners = 其中 { $n } 个是共建单位，按公开的规则排在前面。
wait-why-held = 正留给排在前面的单位，到 { $until }。
wait-why-then = 腾出来后先为您留 { $time }，到时没有答复就轮到下一位。
wait-rule = 有人退回时，先为候补的单位留 { $time }
wait-field-offer = 候补答复时限
wait-said-joined = 已候补。腾出来时会通知您。
wait-said-asked = 已要下，管理单位同意后会通知您。这个时间先为您留着。
wait-said-declined = 好的，已让给下一位。
wait-said-left = 已不再候补。
wait-is-free = 这个时间现在空着，可以直接预约。
wait-already = 这个时间您单位已经在候补了。
wait-no-offer = 留的时间已过，或者已经答复过了。
wait-notice-offered = { $place }，{ $at }腾出来了，已为您单位留着。请在{ $until }前答复。
wait-notice-expired = “{ $purpose }”（{ $at }）没有在时限内答复，已让给下一位。
wait-today-offer = { $place }腾出来了，要不要
series-do-wait = 候补

come-here = 我们到了
come-said-here = 好的，已记下你们到了。
come-status-here = 已到场
come-status-released = 没有人来，已让出
come-rule = 开始后 { $n } 分钟没有人到场，就让给别人
come-field-no-show = 没人到场时让出
come-field-hint = 开始后过这么久还没有人点“我们到了”，就让出这个时间，并通知双方。填 0 表示不让出。
come-today = { $place }：到了请点一下
come-notice-released = { $by }预约的{ $place }（{ $at }）开始 { $n } 分钟后还没有人到场，已让出。



shift-which = 改哪些
shift-which-hint = 几次一起改，可以改时间、场所、用途、人数，有一次不行就一次也不改；设备只能一次一次改。要管理单位同意的场所，几次一起只能改时间。
shift-said-changed = 已改好，共 { $n } 次。
shift-asks = 这个场所改了要管理单位同意，几次一起只能改时间。其余请一次一次改：答复以前，原来的预约不变。
shift-clashes = 有 { $n } 次不行，一次也没有改：{ $named }{ $more ->
    [0] {""}
   *[other] 还有 { $more } 次。
}
shift-notice-changed = { $by }把预约从{ $from_place }（{ $from }）改到{ $place }（{ $at }，{ $purpose }），共 { $n } 次。
shift-notice-left = { $by }改到别处，不再用{ $place }，从{ $at }起共 { $n } 次。
shift-said-moved = 已改好，共 { $n } 次。
shift-said-same = 时间没变，预约都照旧。
shift-said-asked = 已改时间，共 { $n } 次，等管理单位同意。新的时间先为您留着。
shift-notice-moved = { $by }把{ $place }的预约从{ $from }改到{ $at }，共 { $n } 次。
shift-notice-asked = { $by }想把{ $place }的预约从{ $from }改到{ $at }，共 { $n } 次，请答复。

lend-title = 可以借的设备
lend-equipment = 可以一起借的设备
lend-equipment-hint = 一行一种：名称和数量，例如“折叠椅 60”。不能少于已经约出去的。
lend-said-saved = 已保存。
lend-bad-line = 这一行读不懂：“{ $line }”。请写成“折叠椅 60”这样，一种只写一行。
lend-promised = “{ $name }”今后同一时间已约出 { $n } 件，不能删去、改名或改得更少。
lend-not-there = 那里没有这种设备，请在那里另选。
lend-bad-pieces = 请填要几件，只能填数字。
lend-short = “{ $name }”这段时间还能借 { $n } 件。请减少数量或换个时间。
lend-along = 一起借的设备
lend-of = { $name }（共 { $n } 件）
lend-rule-partners = 共建单位：{ $names }。可以比其他单位早 { $n } 天预约，候补时排在前面
lend-rule-partners-wait = 共建单位：{ $names }。候补时排在前面
lend-field-head-start = 共建单位提前
series-more = 重复，共 { $n } 次
wait-why-late = 这个时间现在空着，但按使用规则已经来不及约了。请与管理单位联系。
booking-not-in-service = 不在使用
booking-out-of-service = 这处阵地现在不在使用，不能预约，请选别处。

# 含下级
below-own = 本级
below-all = 含下级
below-body = 管理单位
below-every-body = 所有单位
below-lede = 本级和下级单位管理的场所。下级的只能看，不能改。
below-none = 本级和下级都还没有登记场所。

# 停用场所
closing-title = 停用场所
closing-hint = 停用以后不能再预约，已经用过的记录都在，以后可以重新开放。
closing-from = 从哪天起停用
closing-look = 看这天以后的预约
closing-reason-hint = 会告诉约了这里的单位。
closing-none = 这天以后没有预约，可以直接停用。
closing-booked = 这天以后还有 { $n } 场预约
closing-take-back = 收回这场预约
closing-note = 给这家单位的说明（不填就用上面的原因）
closing-activity-at = { $at }：已发布的活动，请先请主办单位改期或换场地，再停用。
closing-activity = 这是已发布的活动，请先请主办单位改期或换场地，再停用。
closing-waits = { $at }：这场预约还在，勾选收回，或等它用完再停用。
closing-close = 从 { $day } 起停用
closing-said = 已停用。{ $n ->
    [0] {""}
   *[other] 收回的 { $n } 场预约都通知到了。
}
closing-said-from = 定好了，{ $day }起停用。{ $n ->
    [0] {""}
   *[other] 收回的 { $n } 场预约都通知到了。
}
closing-said-after = 定好了，现在的一场用完（{ $at }）就停用。{ $n ->
    [0] {""}
   *[other] 收回的 { $n } 场预约都通知到了。
}
closing-day = 停用
closing-day-from = { $at } 起停用
closing-said-open = 已重新开放，可以预约了。
closing-reopen = 重新开放
closing-since = 从 { $day } 起停用：{ $reason }
closing-badge = { $day } 起停用
closing-already = 这个场所已经停用了。
closing-is-open = 这个场所没有停用。
closing-past = 停用的日子不能早于今天。
closing-bad-day = 请选停用的日子。
closing-look-first = 停用的日子改了，请先看看下面这天以后的预约。
closing-in-use = 现在有人在用，用到 { $at }，用完就停用。
closing-hold = { $room }从 { $day } 起停用，请换场地，或改到那天之前。
booking-file-cut = 只列出前 { $n } 场，后面还有。
closing-too-many = 这天以后的预约太多，请选晚一点的日子。
closing-reason = 请写明原因，2 到 100 个字。
closing-refused = 这个场所从 { $day } 起停用（{ $reason }），请选别的场所或更早的时间。
closing-notice-waiting = { $place }从 { $day } 起停用，您单位 { $at } 的候补已取消。
closing-panel = 要停用哪一间
closing-still = 还没用完的预约 { $n } 场

# 下载
booking-xlsx-ours = 下载我们约的
booking-xlsx-kept = 下载本单位场所的预约
booking-kept = 本单位场所的预约
booking-col-by = 预约单位
booking-col-people = 预计人数
booking-col-note = 说明
booking-status-outbid = 已约给别的单位
booking-status-unanswered = 到时没有答复
booking-rivals = 同一时间还有别的申请
booking-beside-asked = { $host }也在申请这段时间：“{ $title }”，{ $span }。
booking-beside-held = { $host }已经约了这段时间：“{ $title }”，{ $span }。
booking-beside-then = 同意这一个后，同一时间的其他申请自动作罢，系统会告诉对方并请他们候补。
booking-beside-lost = 这段时间已经有人用，只能答复不同意；可以写明改到什么时间。
booking-notice-outbid = { $place }，{ $at }：这个时间已经定给别的使用，您单位申请的“{ $purpose }”没有约上（共 { $n } 次）。想等这个时间，打开“场所”点“候补这个时间”。
booking-notice-unanswered = 您单位申请使用{ $place }（{ $at }，“{ $purpose }”），时间已过，一直没有答复，申请已作罢。
booking-hours-label = 开放时间：
booking-hours-unsaid = 未填写
booking-rule-unsaid = 开放时间没填，先问管理单位：别的单位每次预约都要等答复
series-too-many = 一次最多重复 { $most } 次。请缩短截止日期，或减少次数。
series-state-short = 设备不够
series-do-without = 不带不够的设备，照常预约
closing-tick-all = 全部收回
closing-tick-none = 一个也不收回
closing-tick-series = 这个系列 { $n } 次都收回
find-words = 名称、阵地、单位
find-town = 镇街道
find-people = 至少坐得下
find-facility = 有什么
find-facility-any = 不限
find-day = 哪天空着
find-from = 从
find-to = 到
find-show = 查找
find-none = 没有符合的场所。少填一两项，或选“全市”再找。
find-asks = 要先申请
find-time-wrong = 要按时间找，请把日期、开始、结束都填上，例如 2026-12-01、9:00、11:00；结束要晚于开始，不过零点。
find-free = { $day } { $from }–{ $to } 空着的场所
find-rooms = { $venue }：{ $n } 处
find-today = 今天 { $n } 场
find-more = 后面的场所
way-title = 约这里
way-choose = 以哪个单位的名义约？
way-nobody = 场所由群团组织的工作人员预约，您的账号还没有这样的岗位。想用这里，请联系管理单位。
way-book = 约这里
way-hours-unsaid = 开放时间没填，先问管理单位

# 活动用房
holding-rooms = 有几个房间现在还不能用，每个房间旁边写了原因和办法。
holding-nothing-to-ask = 没有需要先请求同意的房间。
holding-ask = “{ $room }”要先由{ $keeper }同意。请先请求同意，对方同意后再发布或改期。
holding-asked = 已于{ $at }向{ $keeper }请求使用“{ $room }”，对方还没有答复。请等答复，或换一个房间。
holding-declined = { $keeper }没有同意使用“{ $room }”：{ $note }。请换时间或房间，或商量后再请求一次。
holding-not-open = “{ $room }”只供{ $keeper }及其上下级使用。请与他们联系，或选别的房间。
holding-closed-day = “{ $room }”{ $day }不开放。请换一天或换一个房间。
holding-closed-then = “{ $room }”{ $day }的开放时间是 { $open }。请改到开放时间内，或换一个房间。
holding-notice = “{ $room }”要至少提前 { $n } 小时约定。请改晚一些，或换一个房间。
holding-ahead = “{ $room }”现在最远可以约到{ $day }。请改早一些，或等以后再发布。
holding-longest = “{ $room }”一次最多用七天。请缩短时间，或换一个房间。
holding-past = “{ $room }”的这个时间已经开始了，不能再约。请选以后的时间。
holding-title = 用房
holding-do-ask = 先请求同意
holding-do-again = 再请求一次
holding-said-asked = 已向管理单位请求同意。有答复会通知您，到时再发布或改期。
holding-said-kept = 已向管理单位请求同意。您填的改动还在表单里，同意后打开“修改”再保存一次。
holding-state-kept = 已经是这场活动的
holding-state-keeper = { $keeper }和您一起办，它同意共办就是同意用房。
holding-state-free = 按这里的规则可以直接用，发布时占下。
holding-state-booked = { $keeper }已同意您 { $span } 的预约（{ $purpose }），发布后它就归这场活动，不另占一次。
holding-state-asked = 已于{ $at }请求{ $keeper }同意，等答复。
holding-state-ask = 要先由{ $keeper }同意。
holding-state-declined = { $keeper }没有同意：{ $note }
holding-request-waits = { $place }，{ $span }：已于{ $at }请求{ $keeper }同意，等答复。
holding-request-agreed = { $place }，{ $span }：{ $keeper }已同意，可以改到这个时间了。
holding-request-declined = { $place }，{ $span }：{ $keeper }没有同意。{ $note }
holding-requests = 请求过的用房
holding-refused-here = 其中有房间要先由管理单位同意。您填的内容都还在；点“先请求同意”就会发出请求。
holding-badge-goes = 可用
holding-badge-ask = 要先同意
holding-badge-waits = 等答复
holding-badge-not = 不能用

# 改预约
change-title = 改预约
change-lede = 改哪项填哪项。要管理单位同意的场所，改了要重新同意；对方答复以前，原来的预约不变。
change-do = 保存
change-room-hint = 换到别处的场所，桌椅等设备要在那里另选。
change-one-at-a-time = 几次一起改，不能改设备。设备请一次一次改。
change-said-done = 已改好。
change-said-left = { $said }{ $names }没有带去，那里的桌椅请另选。
change-said-same = 没有改动，预约照旧。
change-said-withdrawn = 预约照旧；原来提出的更改已撤回。
change-said-asked = 已请求管理单位同意。答复以前，原来的预约不变。
change-notice-asked = { $by }想把预约从{ $from_place }（{ $from }）改到{ $place }（{ $at }，{ $purpose }），请答复。
change-notice-made = { $by }把预约从{ $from_place }（{ $from }）改到{ $place }（{ $at }，{ $purpose }）。
change-of-course = 这是课程的一次课，改时间、改地点在这里改，家长会收到通知。
change-badge = 改预约
change-badge-says = 对方想把已约好的改成这样；不同意的话，原来的预约不变。

booking-give-back-activity = 随活动一起退回
booking-give-back-session = 这是课程“{ $title }”上课用的。退回后，这次课就没有场所了，要另选一间或者停课。
booking-give-back-session-keeper = 这是课程“{ $title }”上课用的。收回后，这次课就没有场所了，举办单位会收到提醒。
booking-give-back-session-way = 只想换一间？到这次课的页面换
booking-give-back-asked-for = 这是为活动“{ $title }”申请的。退回后，活动还没有这间场所。
booking-said-session-no-room = 已退回。这次课现在没有场所，请另选一间，或者停课。
booking-notice-session-no-room = 课程“{ $title }”没有场所了：{ $place }，{ $at }（共 { $n } 次课）。请另选一间，或者停课。
booking-notice-session-no-room-why = 课程“{ $title }”没有场所了：{ $place }，{ $at }（共 { $n } 次课）。原因：{ $note }。请另选一间，或者停课。
series-do-fewer = 有几件带几件，照常预约
series-nearest = 最近的一天：{ $at }，场所空着，设备也够。
list-part = 这里是 { $n } 间，共 { $all } 间。
list-before = 上一页
list-next = 下一页
calendar-uses-cut = 这段时间的使用太多，没有全部列出。请选一处场所，或者看一天。
own-rooms-find = 在本单位的场所里找
rooms-cut = 这里列出 { $n } 间，共 { $all } 间。要用的不在里面，请输入名称来找。
rooms-cut-words = 场所、村社区或管理单位的名称
rooms-found-none = 没有找到“{ $words }”，下面仍是附近的场所。
series-do-wait-pieces = 有几件带几件，差的排队候补
wait-pieces-title = 设备候补
wait-pieces-hint = 场所空着，只是设备不够。您可以先约下场所，有几件带几件，差的排队候补；有人还了，先为您留着，到时通知您答复。
wait-pieces-join = 先约场所，设备候补
lend-not-so-many = “{ $name }”一共只有 { $n } 件，再等也不够。请减少数量。
wait-pieces-ours = 候补中的设备
wait-pieces-what = 还差 { $name } { $n } 件
wait-pieces-came = 有了 { $name } { $n } 件
wait-pieces-offered = 这些设备有了，已放进您的预约里，请在这之前答复：
wait-pieces-take = 要这些设备
wait-pieces-behind = 前面还有 { $n } 个单位在等同一段时间的这种设备。
wait-pieces-then = 有人退回、数量够了，先为您留 { $time }，到时没有答复就轮到下一位。场所已经是您的，不受影响。
wait-said-pieces = 好的，这些设备随您的预约一起用。
wait-notice-pieces-offered = { $place }，{ $at }：您单位候补的{ $name } { $n } 件有了，已留着。请在{ $until }前答复。
wait-notice-pieces-taken = { $by }在{ $place }（{ $at }）的预约加带{ $name } { $n } 件，是候补到的。
wait-notice-pieces-expired = “{ $purpose }”（{ $at }）候补的{ $name } { $n } 件没有在时限内答复，已让给下一位。场所的预约不变。
wait-today-pieces = { $place }：候补的{ $name } { $n } 件有了，要不要
