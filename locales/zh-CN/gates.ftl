# 没有网络也能签到：扫码设备、离线、待核对、纸质签到表录入

# 签到页上的离线一栏
gate-panel = 没有网络时
gate-ready = 可以离线：现在断网也能接着扫码，有网络后自动上传。
gate-ready-but = 可以离线，但请留意下面打叉的一项。
gate-not-ready = 还不能离线。断网后只能把码记下来，不能当场判断。
gate-insecure = 这个网址不是加密连接，不能离线使用。请用 https 开头的网址打开，或用打印的签到表。
gate-prepare = 准备离线
gate-bring = 现在上传
gate-queued = 这台手机上还有 [n] 次扫码没有上传。
gate-none-queued = 扫码都已上传。
gate-unsent = 这台手机上还有 [n] 次扫码没有上传。请先打开签到页，等它上传完再退出；退出后要等再登录、打开签到页才能上传。还要退出，请再点一次「退出登录」。
gate-alone = 没有网络，由这台手机判断。
gate-named = 这台手机是“[name]”。
gate-sign-in = 登录已过期，请重新登录，扫码记录会自动上传，不会丢。
gate-failed = 没有准备好。请检查网络后再试一次。
gate-none-free = 请负责人在“扫码设备”里登记一台设备，再回到这里领用。
gate-claim = 这台手机当“{ $name }”
gate-to-settle = 待核对 { $n } 次
gate-light-device = 设备已登记
gate-light-device-no = 这台手机还没有领用扫码设备
gate-light-roster = 名单已存好，没有过期
gate-light-roster-no = 名单没有存好，或已过期
gate-light-page = 页面已存好
gate-light-page-no = 页面没有存好
gate-light-decoder = 扫码功能已存好
gate-light-decoder-no = 扫码功能没有存好
gate-light-storage = 手机不会清掉扫码记录
gate-light-storage-no = 手机没有答应长期保存，空间不够时可能清掉，请尽快上传
gate-light-clock = 手机时间准
gate-light-clock-no = 手机时间还没对过，或不准；请在手机设置里改为自动

# 断网时手机自己的回答
gate-told-kept = 没有网络，已记在这台手机上。
gate-told-unknown = 手机上的名单里没有这个码，已记下，有网络后由系统核对。请核对签到码是否输错。
gate-told-in-already = 若是同一人误扫，不必处理；若是别人拿了这个码，请核对姓名。
gate-told-out-already = 以先登记的那次为准。
gate-told-left-already = 再次进场不用登记，请直接进。
gate-told-too-early = 登记时间还没到，请稍后再扫。
gate-told-too-late = 登记时间已过，已记下，由负责人核对。
gate-told-not-in = 这台手机没有看到这位签到；若是从别的门进的，不必处理，上传后系统会对上。
gate-told-before = 上次登记：
gate-told-noted = 已记下，等核对
gate-told-noted-do = 手机上没有可用的名单，码和时间都已记下，有网络后由系统核对。

settle-today = 核对扫码：{ $title }
settle-today-detail = { $n } 次扫码没有通过，等您决定算不算数
settle-today-action = 去核对

# 扫码设备
gate-title = 扫码设备
gate-lead = 每个门口一台手机。登记后，用那台手机打开签到页领用；断网时它能接着扫码。
gate-empty = 还没有登记扫码设备。
gate-register = 登记扫码设备
gate-registered = 已登记。请用那台手机打开签到页，点“这台手机当……”。
gate-name = 名称
gate-name-hint = 写门口的名字，例如“东门”
gate-name-missing = 请写一个名称，例如“东门”。
gate-name-taken = 已有同名的设备，请换一个名称。
gate-direction = 这个门主要是
gate-everywhere = 本单位的所有活动都能用，不限这一场
gate-everywhere-short = 所有活动
gate-state = 状态
gate-seen = 上次联系
gate-waits = 还没上传
gate-waits-none = 没有
gate-waits-some = { $n } 次
gate-never = 还没有
gate-state-free = 等手机领用
gate-state-held = { $name } 领用
gate-state-revoked = { $when } 停用
gate-clock-ahead = 时间快约 { $n } 分钟
gate-clock-behind = 时间慢约 { $n } 分钟
gate-revoke = 停用
gate-revoke-what = 停用后，这台手机不能再离线签到；它还没上传的扫码会留下，由您逐条核对。
gate-revoke-yes = 确定停用
gate-revoked-flash = 已停用。
gate-revoked = 这台设备已停用，请向负责人重新领用。
gate-revoked-kept = 这台设备已停用，送来的 { $n } 次扫码没有直接算数，已留给负责人核对。
gate-claimed-before = 这台设备已被别的手机领用。请负责人再登记一台。
gate-unclaimed = 这台设备还没有手机领用。
gate-signature = 签名不对，不是这台设备送来的。请重新领用设备。
gate-too-many = 一次最多上传 { $n } 次扫码，请分几次上传。
gate-no-scan = 有一条扫码记录不完整：编号不能为负数，内容不能太长。

# 待核对
settle-title = 待核对的扫码
settle-lead = 重复的、名单外的、已取消的、过了时间的，都列在这里，请逐条决定算不算数。
settle-waiting = 待核对
settle-settled = 已核对
settle-waiting-empty = 没有待核对的扫码。
settle-settled-empty = 还没有核对过。
settle-all = 全部勾选
settle-more = 看下一页
settle-reason = 理由
settle-reason-hint = 例如“本人误扫两次”“我在门口看见他来了”
settle-code = 这是谁
settle-code-hint = 名单外的码要算数时才填：这位的 6 位签到码。认错了人的，填对的码再选“算数”。没报名的，请先补报名。
settle-counts = 算数
settle-dismiss = 不算
settle-counted = 算数
settle-dismissed = 不算
settle-decision = 决定
settle-told = 当时手机说：{ $what }
settle-clock-mended = 手机时间不准，已改正（手机记的是 { $time }）
settle-clock-doubtful = 时间存疑（手机记的是 { $time }）
settle-done = 已核对 { $n } 条。
settle-done-some = 已核对 { $n } 条；{ $left } 条没有处理：没有签到不能签退，也不能核对自己的。
settle-none = 请先勾选要核对的扫码。
settle-too-many = 一次最多核对 500 条，请分几次。
settle-no-reason = 请写理由。
settle-whose = 名单外的码要算数，请写清这是谁（签到码），一次一条。
settle-no-such-code = 这个活动里没有这个签到码，请核对。
settle-own-code = 这次扫码扫到的是本人的码，不能改成别人的。不是本人来的，请选“不算”。
settle-own = 不能核对自己的扫码，请别的负责人来办。
settle-not-in = 这位没有签到，不能签退。请先核对他的签到。

# 扫码的新结果
checkin-device-revoked = 设备已停用，待核对
checkin-dismissed = 核对后不算

# 纸质签到表


# 补传的扫码改了服务时长
record-counted-anew = 补传的扫码改了进出时间，已重新计算
record-notice-differs = “{ $activity }”有手机补传了扫码，与您确认过的服务时长不一致，请核对。

# 录入纸质签到表
paper-title = 录入纸质签到表
paper-lead = 照着纸上写的时间录。要由两个人各录一遍，互相看不到；录得一样的直接登记，不一样的再对着纸看一次。
paper-you = 您
paper-copy-begun = { $name }：正在录
paper-copy-done = { $name }：录完了
paper-page = 第 { $page } 页，共 { $pages } 页。没有签字的留空。
paper-number = 序号
paper-came = 来的时间
paper-left = 走的时间
paper-next = 保存，录下一页
paper-before = 上一页
paper-finish = 保存，录完了
paper-saved = 已保存。
paper-done = 您录完了。
paper-wait = 您这一遍录完了。请另一个人再录一遍，才能登记。
paper-full = 已有两个人在录，不用第三个人。两遍录完后，您可以来核对不一样的地方。
paper-finished = 您这一遍已经录完，不能再改。有错的地方，核对时可以改正。
paper-unfinished = 还没有两个人录完，不能登记。
paper-no-time = 请写时间，例如 9:05。
paper-bad-times = 走的时间要在来的时间之后；只有走没有来的，请对着纸再看一次。
paper-to-come = 这个时间还没到，请对着纸再看一次。
paper-too-many = 一次最多 500 行，请分几次。
paper-same = 录得一样的 { $same } 行，不一样的 { $differ } 行，已登记 { $taken } 行。
paper-look-again = 下面这些行录得不一样。请对着纸再看一次，填上纸上写的时间，并勾选“看过了”。
paper-differ = 录得不一样的行
paper-typed = 两遍录的
paper-sure = 看过了
paper-take = 登记
paper-taken = 已登记 { $n } 行，其中 { $signed } 人签了到。
paper-taken-some = 已登记 { $n } 行，其中 { $signed } 人签了到；还有 { $left } 行不一样，请对着纸再看一次。
paper-all-taken = 这张表已全部登记，共 { $n } 行，其中 { $signed } 人签了到。

# 作废没录完的一遍；多天的活动；核对时谁说了算
paper-not-of-hosts = 签到表由主办或共办单位的人来录。两遍录完后，您可以来核对不一样的地方。
paper-drop = 作废这一遍
paper-drop-what = 这一遍还没录完，作废后录过的行都删掉，换个人重新录。谁作废的、为什么，会留痕，也会告诉录的人。
paper-drop-yes = 确定作废
paper-drop-no-reason = 请写为什么作废。
paper-drop-done = 这一遍已经录完，不能作废。有错的地方，核对时可以改正。
paper-dropped = 已作废，可以换个人录了。
paper-notice-dropped = 您录的“{ $title }”签到表没有录完，已作废：{ $reason }
paper-notice-taken-over = 您录过的“{ $title }”签到表，后来补录的人现在由{ $by }接着录，您不用再录。
paper-day = 哪一天
paper-day-by-hour = 按钟点
paper-day-choose = 选哪一天
paper-no-day = 活动有好几天，请选是哪一天。
paper-typed-by-you = 您录的：{ $times }
paper-typed-by-other = 另一位录的：{ $times }
paper-other-must = 另一位对的，您勾选就行；您对的，要请另一位或第三个人来勾选。
paper-not-yours = 您自己录的这一遍，要由另一位或第三个人来确认。您在这里只能确认另一位录的。

paper-called-off = 活动在 { $at } 取消。纸上写的时间照样录：取消之前的直接登记，之后的要负责人在“待核对”里决定算不算数。
paper-taken-called-off = 已登记 { $n } 行，其中 { $off } 行有活动取消以后的时间，没有直接算数，请负责人到“待核对”里决定。
paper-later = 后来补录的人
paper-later-what = 您录完以后，名单上又补录了这些人。请照着纸录他们来和走的时间。
paper-take-over = 这些人是后来补录的，原来录的两个人都没有录。他们不来录了的，请您照着纸接着录；录完再由另一个人对着纸看一次，就能登记。谁接着录的会留痕。
paper-untyped = 还有 { $n } 行是后来补录的人，两个人都录过，或者一个人录过、第三个人对着纸看过，才能登记。原来录的两个人都不来录了，就先登记其他行，再由主办或共办单位的别人接着录。
paper-half-typed = 后来补录的人里有 { $n } 行只有一个人录过。另一位不来录的，请您对着纸看一次，填上纸上写的时间，并勾选“看过了”。
paper-not-on-it = 纸上签了名、这里没有的人，先补录进名单（到 { $until }为止），再照着纸录时间。
paper-add = 补录没报名的人
paper-add-by = 补录要由主办或共办单位管活动的人来做，请把名字告诉他们。
paper-afterwards = 补录

gate-log = 这台手机扫过的
gate-log-count = 共 [n] 次，其中 [left] 次还没有上传
gate-log-no-code = 不是报名码
gate-log-live = 当时已记入
gate-log-sent = 已上传
gate-log-waiting = 等上传
gate-log-kept = 只存在这台手机上，留最近 200 次，最多 7 天；退出登录就清掉。姓名来自离线名单，不另外保存。
