# 服务记录：分钟从签到签退算出，负责人确认后生效

record-nav = 服务记录
record-title = 服务记录
record-lede = 时长由系统从签到、签退算出；您确认后才生效。
record-waiting = 待确认
record-waiting-none = 没有待确认的服务记录。志愿者签退后，记录会自动出现在这里。
record-waiting-open = 查看并确认
record-waiting-of = { $n } 条，共 { $length }
record-unsettled = 未签退的志愿者
record-unsettled-lede = 他们签到了但没有签退。请问清楚几点离开，补登后由另一位负责人确认。
record-settle = 补登离开时间
record-months = 按月汇总
record-months-open = 看按月汇总

record-column-activity = 活动
record-column-when = 时间
record-column-waiting = 待确认
record-column-name = 志愿者
record-column-minutes = 时长
record-column-credited = 计入本组织
record-column-note = 说明
record-column-status = 状态
record-column-came = 签到
record-column-act = 办理
record-column-month = 月份
record-column-own = 本组织
record-column-below = 下级组织
record-column-all = 合计
record-column-organisation = 组织
record-sum = 合计

record-status-pending = 待确认
record-status-confirmed = 已确认
record-status-voided = 已作废

record-cut-hours = 活动时段以外 { $length }不计
record-cut-overlap = 与另一条服务记录重叠 { $length }，不重复计
record-cut-overlap-open = 看那一条
record-cut-cap = 每人每天最多计 8 小时，超出 { $length }不计
record-cut-none = 全程计入
record-by-hand = 人工补登
record-entered = { $name } 补登：{ $note }

record-activity-title = { $title } · 服务记录
record-pick = 选择 { $name } 的记录
record-preview = 预览所选
record-preview-all = 预览全部待确认
record-preview-title = 确认前请核对
record-preview-lede = 将确认 { $n } 条记录，共 { $length }。
record-preview-none = 没有选中可以确认的记录。
record-preview-credits = 时长在共办单位之间这样分
record-preview-left-out = 这些不会确认
record-confirm-do = 确认 { $n } 条记录
record-confirm-one = 确认这条记录
record-back = 返回
record-confirmed-flash = 已确认 { $n } 条，共 { $length }。
record-confirmed-some = 已确认 { $n } 条，共 { $length }；{ $left } 条没有确认，原因写在各条旁边。
record-confirmed-none = 没有记录被确认，原因写在各条旁边。
record-decided-list = 已处理的记录

record-one-title = { $name } 的服务记录
record-fact-organisation = 主办组织
record-fact-span = 计时起止
record-fact-minutes = 计入时长
record-fact-cuts = 扣减
record-fact-entered = 补登
record-fact-status = 状态
record-fact-decided = 办理
record-decided = { $name } 于 { $when }
record-voided-because = 作废原因：{ $reason }
record-evidence = 依据：签到签退
record-evidence-in = 签到
record-evidence-out = 签退
record-evidence-by = 由 { $name } 登记
record-evidence-missing = 没有签退扫码，结束时间为人工补登。
record-credits = 时长计入哪些组织
record-credits-lede = 按共办时约定的比例分，各部分相加正好等于总时长。
record-void = 作废这条记录
record-void-lede = 作废后不再计入时长，也不会删除；当事人会收到通知和原因。
record-void-reason = 作废原因
record-void-reason-hint = 会告诉当事人，请写明白，例如“当天实际没有参加”。
record-void-do = 作废
record-voided-flash = 已作废，原因已通知当事人。
record-again = 重新补登时长

record-missed = 没有签到记录的志愿者（{ $n }）
record-missed-lede = 没来的不用管。人来了、服务了，只是没有扫码的，可以补登来去时间，由另一位负责人确认。
record-settle-whole = 补登服务时间
record-settle-lede-whole = { $name } 报了名，没有签到也没有签退。
record-settle-start = 到场时间
record-settle-start-hint = 按实际到场的时间填写，例如 14:00。最早从 { $earliest } 计起。
record-bad-start = 到场时间应在活动开始前 6 小时到活动结束之间。
record-no-start = 没有签到记录，请写明几点到场。
record-evidence-none = 没有签到签退扫码，起止时间均为人工补登。
record-settle-title = 补登服务时间
record-settle-lede = { $name } 于 { $came } 签到，没有签退。
record-settle-again = { $name } 于 { $came } 签到，原记录已作废。
record-settle-end = 离开时间
record-settle-end-hint = 按实际离开的时间填写，例如 16:30。最晚计到 { $latest }。
record-settle-note = 怎么知道的
record-settle-note-hint = 例如“队长王某当场证明，16:30 一起收拾完离开”。
record-settle-do = 登记
record-settled-flash = 已补登，请另一位负责人确认。

record-months-title = 服务时长按月汇总
record-months-lede = 只计已确认的记录，按共办比例计入各组织，不重复。
record-months-empty = { $year } 年还没有已确认的服务时长。
record-months-year = { $year } 年
record-month-title = { $month }服务时长
record-month-lede = { $name } 及下级组织，已确认
record-list-title = { $name } · { $month }
record-list-lede = 计入该组织的已确认记录，共 { $length }。
record-list-empty = 这个月没有计入该组织的已确认记录。

record-own-title = 我的服务记录
record-own-lede = 已确认 { $confirmed }，待确认 { $pending }。
record-own-empty = 还没有服务记录。报名做志愿者，签到签退后时长会自动记在这里。
record-own-find = 找志愿活动
record-own-open = 看每一条
record-own-panel = 我的服务时长
record-own-confirmed = 已确认
record-own-pending = 待确认
record-correct = 时长有误？请联系活动的主办组织更正。
record-more = 再看后面的

record-panel = 志愿者服务记录
record-panel-lead = { $pending } 条待确认，{ $confirmed } 条已确认，共 { $length }。
record-panel-unsettled = { $n } 位志愿者没有签退。
record-panel-open = 去确认
record-panel-see = 查看服务记录

record-today = 确认服务记录：{ $title }
record-today-detail = { $n } 位志愿者，共 { $length }
record-today-action = 去确认
record-today-unsettled = 补登未签退：{ $title }
record-today-unsettled-detail = { $n } 位志愿者没有签退

# 拒绝
record-not-pending = 这条记录刚才已由他人处理，请刷新后查看。
record-voided-before = 这条记录已经作废。
record-own = 这是您本人的服务，请另一位负责人确认。
record-own-entry = 这条是您补登的，请另一位负责人确认。
record-no-reason = 请写明作废原因，会告诉当事人。
record-exists = 这位志愿者已有一条有效记录；要更正，请先作废原记录。
record-not-over = 活动还没有结束，结束后才能补登。
record-bad-end = 离开时间应晚于到场时间、不晚于活动结束后 1 小时，也不能是将来。
record-bad-time = 请写成 16:30 这样的时间。
record-no-note = 请写明怎么知道的。

# 通知
record-notice-confirmed = “{ $activity }”的服务时长 { $minutes } 分钟已确认。
record-notice-voided = “{ $activity }”的服务记录已作废，原因：{ $reason }
