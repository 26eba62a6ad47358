# 签到：扫码或输入签到码，进门与离开

checkin-title = 签到
checkin-direction = 签到还是签退
checkin-in = 签到（进）
checkin-out = 签退（出）
checkin-code-missing = 请输入 6 位签到码。
checkin-submit-in = 登记签到
checkin-submit-out = 登记签退
checkin-hours-in = 签到时间：{ $from } 至 { $to }
checkin-hours-out = 签退时间：{ $from } 至 { $to }
checkin-no-holder = 未登记到任何人
checkin-role-attendee = 参加者
checkin-role-volunteer = 志愿者
checkin-at = { $time } 登记
checkin-replayed = 这次扫码刚才已经处理过，结果不变。

# 扫码的结果：标题、说明、怎么办
checkin-welcome = 可以进场
checkin-welcome-missing = 同行的 { $names } 还没到，到了请各自出示二维码。
checkin-goodbye = 已签退
checkin-goodbye-do = 在场 { $stay }。谢谢您，慢走。
checkin-goodbye-volunteer = 在场 { $stay }。服务时长由系统按规则计算，待负责人确认后生效。
checkin-unreadable = 不是报名码
checkin-unreadable-do = 这不是本平台的报名码。请对方打开“我的报名”出示二维码，或报 6 位签到码。
checkin-unknown = 没有这个码
checkin-unknown-do = 请核对签到码是否输错，或在“应到”名单里按姓名查找。
checkin-foreign = 是别的活动的码
checkin-foreign-ended = 这是“{ $title }”的报名码，时间是 { $when }，而且这个报名已经取消了。请对方出示本活动的码；没有报名的，请负责人决定。
checkin-foreign-off = 这是“{ $title }”的报名码，时间是 { $when }，那场活动已经取消了。请对方出示本活动的码；没有报名的，请负责人决定。
checkin-foreign-do = 这是“{ $title }”的报名码，时间是 { $when }。请对方出示本活动的码；没有报名的，请负责人决定。
checkin-activity-cancelled = 活动已取消
checkin-activity-cancelled-do = 本活动已经取消，不能签到。请向来人说明，并请其查看通知。
checkin-signup-cancelled = 报名已取消
checkin-signup-cancelled-do = 这个报名已经取消，名额可能已给了别人。想参加的请重新报名，有空位就能进。
checkin-renewed = 这是旧码
checkin-renewed-do = 这位报名后取消过，又重新报上了。请出示新的二维码，新码可以进场。
checkin-offer-gone = 递补已过期或已放弃
checkin-offer-gone-do = 递补名额没有在期限内接受，已转给下一位。想参加的请重新报名。
checkin-offered = 还没接受递补
checkin-offered-do = 有一个名额正等这位接受。请其在“我的报名”里点“要，我来”，然后再扫一次。
checkin-waiting = 还在候补
checkin-waiting-do = 这位还没有名额，不能签到。请稍候，有空位时系统会通知。
checkin-in-already = 已经签到过
checkin-in-already-do = { $when } 由 { $by } 登记签到。若是同一人误扫，不必处理；若是别人拿了这个码，请核对姓名。
checkin-out-already = 已经签退过
checkin-out-already-do = { $when } 由 { $by } 登记签退，以那次为准。
checkin-left-already = 已经签退离开
checkin-left-already-do = { $when } 由 { $by } 登记签退。一次活动只签到一次，再次进场不用登记，请直接进。
checkin-too-early = 还没到签到时间
checkin-too-early-do = { $when } 开始登记，请稍后再扫。
checkin-too-late = 签到时间已过
checkin-too-late-do = 登记已于 { $when } 截止。志愿者漏签的时长，请负责人在“服务记录”里补登。
checkin-too-late-other = 登记已于 { $when } 截止。人确实来过、写在纸质签到表上的，请负责人在“录入纸质签到表”里补登。
checkin-not-in = 还没有签到
checkin-not-in-do = 没有签到就不能签退。人确实在场的，请先切换到“签到”扫一次；漏签的，请负责人补登。

# 数字与名单
checkin-counts = 现场情况
checkin-expected = 应到
checkin-arrived = 已到
checkin-present = 在场
checkin-left = 已签退
checkin-refused = 未通过
checkin-list-title = 签到名单
checkin-live = 最近登记
checkin-live-empty = 还没有人登记。第一个码扫过后，这里会显示。
checkin-list-empty-expected = 还没有人报名成功，所以没有应到的人。
checkin-list-empty-arrived = 还没有人签到。
checkin-list-empty-present = 现在没有人在场。
checkin-list-empty-left = 还没有人签退。
checkin-list-empty-refused = 没有未通过的扫码。
checkin-column-name = 姓名
checkin-column-role = 身份
checkin-column-times = 进出
checkin-column-time = 时间
checkin-column-why = 原因
checkin-column-act = 登记
checkin-since = { $time } 到场
checkin-present-note = 在场 { $n } 人
checkin-activity = 回活动页
checkin-not-yet = 未到
checkin-party = { $n } 人同行
checkin-find = 按姓名的第一个字或签到码查找
checkin-find-none = 没有找到。请换一个字，或输入完整的 6 位签到码。
checkin-find-all = 看全部
checkin-flash = { $name }：{ $outcome }
checkin-names-and = 、
checkin-back = 回到扫码
checkin-more = 再看更早的

# 活动页上的面板与“今天”
checkin-panel = 现场签到
checkin-panel-lead = 应到 { $expected } 人，已到 { $arrived } 人，在场 { $present } 人。
checkin-today = 签到：{ $title }
checkin-today-detail = { $place}，应到 { $expected } 人，已到 { $arrived } 人
checkin-today-action = 去签到

# 拒绝
checkin-sequence-reused = 这台设备把同一个编号用在了两次不同的扫码上。请刷新页面再扫。
checkin-code-too-long = 扫到的内容太长，不是报名码。
checkin-device-wrong = 设备编号应为 1 到 64 个字符，序号不能为负数。

checkin-missing = 没来
checkin-list-empty-missing = 有名额的都来了。
checkin-had-places = 应到 { $n } 人
checkin-came = 来了 { $n } 人
checkin-not-come = { $n } 人没来
checkin-open-over = 看签到记录
checkin-of-course = 这是课程：每次课由老师点名，不在这里现场签到。请从“课程”里打开那一次课点名。

checkin-as-of = 截至 { $at }，有网络时自动更新。没有网络时扫的，上传后算进来。
