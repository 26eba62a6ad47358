# 报名、候补、签到码

# 报名表
signup-title = 报名
signup-role = 以什么身份来
signup-role-attendee = 参加活动
signup-role-volunteer = 当志愿者
signup-who = 谁来
signup-myself = 我本人
signup-me = { $name }（我）
signup-name-age = { $name } · { $age } 岁
signup-signed-up = { $name } 已经报过名了。
signup-see = 查看
signup-my-birth = 您的出生日期
signup-my-birth-why = 这场活动要看年龄，您自己来就请填上。只问这一次。
signup-my-birth-why-help = 来当志愿者的要填：没成年的志愿者有另外的规定。只来参加可以不填。
signup-my-birth-missing = 请填上您的出生日期：这场活动要看年龄
signup-add-family = 带上孩子或老人
signup-add-family-why = 没有手机的家人，填姓名和出生日期就能一起报名。填一次，以后直接勾选。
signup-family-member = 第 { $n } 位家人
signup-new-name = 姓名
signup-new-birth = 出生日期
signup-one-more = 再加一位
signup-new-consent = 我是监护人或家人，同意用这些信息报名和签到
signup-new-consent-why = 不满 14 周岁的孩子，须由监护人同意。
signup-only-area = 只面向住在{ $area }的人
signup-address-unknown = 您还没有填住在哪里。先去填上，再回来接着报；这里填好的内容会留着。
signup-address-known = 按您在“我的”里填的住址看；没有另填住址的家人算和您住在一起。
signup-address-give = 去填住址
signup-address-correct = 住址不对，去更正
signup-form-kept = 报名表里填好的内容替您留着，存好住址就回到报名表。
signup-privacy = 信息怎么用、怎么删
signup-yes = 是
signup-only-if = “{ $question }”答“{ $answer }”时才填：
signup-only-if-required = “{ $question }”答“{ $answer }”时必填：
signup-no = 否
signup-choose = 请选择
signup-submit = 提交报名
signup-submit-waiting = 加入候补
signup-submit-allotment = 登记，等统一分名额
signup-full-waiting = 名额已满，{ $n } 人在候补。报名后排在后面。
signup-full-first = 名额已满。报名后您排第一位候补。
signup-sign-in-first = 先用手机号登录，填好的内容会留着。
signup-sign-in-too-long = 请先登录。您填的内容太长，这里留不住，登录以后要再填一次。

# 名额怎么分
signup-policy = 名额怎么分
signup-policy-first = 先报先得。有人在候补时，后来的人排在后面。
signup-policy-priority = 报名到 { $at } 截止，截止时统一分名额：优先的在前，其余按报名先后。
signup-policy-draw = 报名到 { $at } 截止，截止时统一摇号。早报晚报机会一样，结果人人可验证。
signup-policy-given = 名额已在 { $at } 统一分过。现在报名的排在候补最后，空出名额按顺序递补。
signup-policy-offer = 有人退出，空位先留给候补里排在最前的，保留 { $minutes }等您确认；没确认就给下一位。
signup-policy-family = 一次最多报 { $most } 人。一家人一起排，不拆开；排到最前而空位不够时，会问您要不要少来几位；到时没有答复，空位先给后面的人，您家的次序不变。
signup-policy-late = 开始前 30 分钟不再递补。

# 报名的结果
signup-done = 已报名，{ $at } 见
signup-done-waiting = 已加入候补。有空位会先留给您，请留意消息。
signup-done-allotment = 已登记，您的号是 { $n }。报名截止时统一分名额，结果会发消息给您。
signup-already = 您已经报过名了
signup-accepted = 名额是您的了
signup-declined = 已让给下一位
signup-cancelled = 已取消 { $n } 人

# 填错了怎么办
signup-nobody = 请选择谁来
signup-too-many = 一次最多报 { $most } 人，请少选几位
signup-more-than-places = 这场活动一共只有 { $places } 个名额，这么多人一起来不了，请少选几位
signup-too-many-with = 这场活动一位最多报 { $most } 人，您已经报了 { $before } 人。
signup-new-name-missing = 请填写姓名
signup-new-birth-missing = 请填写出生日期
signup-new-birth-wrong = 请填写像 2018-05-01 这样的日期
signup-new-consent-missing = 请勾选同意，才能加上这位家人
signup-answers = 有问题没有答好
signup-answer-missing = 请回答这一题
signup-answer-number = 请填数字
signup-answer-choice = 请从选项里选一个
signup-answer-long = 请不要超过 { $most } 个字

# 为什么不能报
signup-too-young = { $name }当天 { $age } 岁，这场活动要满 { $least } 岁
signup-too-old = { $name }当天 { $age } 岁，这场活动最大 { $most } 岁
signup-birth-unknown = 请补上{ $name }的出生日期：这场活动要看年龄
signup-elsewhere = { $name }不在这场活动面向的地区：只面向住在{ $area }的人。住址不对的话，请先更正
signup-area-unknown = 请先填上{ $name }住在哪里：这场活动只面向住在{ $area }的人
signup-volunteer-too-young = { $name }不满 6 岁，还不能当志愿者（各地通行做法）；可以以参加者身份来
signup-volunteer-needs-adult = { $name }不满 10 岁，当志愿者须有大人一起来（各地通行做法），请同时勾选一位大人
signup-volunteer-needs-guardian = { $name }不满 18 岁，当志愿者须由监护人报名（《浙江省志愿服务条例》：未成年人须经监护人同意）
signup-not-yet = { $at } 开始报名
signup-closed = 报名已经截止。想参加可以到现场问一问
signup-called-off = 这场活动取消了
signup-called-off-short = 活动取消
signup-no-such-role = 这场活动不用报这个身份
signup-full = 名额已满，离开始不到 30 分钟，不再递补。可以到现场问一问
signup-ended = 这个报名先前已经结束了
signup-begun = 活动已经开始，不能再取消
signup-no-offer = 现在没有留给您的名额：时间过了，或者已经答复过
signup-not-next = 现在还没轮到，或已经不在候补里
signup-still-too-many = 现在空着 { $free } 个名额，请少选几位

# 一份报名
signup-state-seat = 已报名
signup-state-waiting = 候补中
signup-state-offered = 有名额了，请确认
signup-state-cancelled = 已取消
signup-state-declined = 已让出
signup-state-expired = 没有按时确认
signup-activity = 看活动
signup-back-to-activity = 看活动介绍
signup-tickets = 签到码
signup-tickets-how = 到了请出示二维码，或报出 6 位签到码。截图、打印都可以。
signup-came = 已签到
signup-calendar = 加到日历
signup-calendar-code = { $name }的签到码：{ $code }
signup-code-title = 签到码
signup-code-what = 这是一张活动签到码。到现场请给工作人员扫，或报出这 6 位。
signup-mine = 我的报名

# 递补
signup-offered-what = 给您留了 { $n } 个名额
signup-offered-until = 请在这之前确认
signup-offered-then = 到时没有确认，名额就给下一位。
signup-accept = 要，我来
signup-decline = 不来了
signup-decline-means = 名额会马上给下一位，您也不再候补。
signup-decline-yes = 让给下一位
signup-answer-offer = 去确认
signup-expired-what-now = 留给您的名额已经给了下一位。还想来，可以重新报名候补。
signup-position = 候补第 { $n } 位
signup-step-full = 名额满了
signup-step-groups = 空着的名额先给优先人群
signup-step-too-few = 空着的名额不够一起来
signup-step-kept = 空着的名额留给候补
signup-step-over = 不再递补了
signup-step-queue = 您在候补
signup-step-freed = 等空出名额
signup-step-answer = 空位留给您，请您确认
signup-why-places = 共 { $all } 个名额，已定 { $taken } 个。
signup-why-free = 现在空着 { $n } 个，留给候补。
signup-why-free-groups = 现在空着 { $n } 个，先留给优先人群。
signup-why-offered = { $n } 个正留给别人，最早 { $until } 到期；不要的话就轮到下一位。
signup-why-ahead = 前面还有 { $parties } 家，共 { $people } 人。
signup-why-first = 前面没有人了，下一个就是您。
signup-why-others-first = 空出的名额按先后留给前面的人，然后轮到您。
signup-why-more = 再空出 { $n } 个名额，就留给您。
signup-why-groups = 到 { $at } 还空着的名额，按次序给您。
signup-why-fewer = 空着 { $free } 个，您家 { $people } 人，不够一起来。可以少来几位，请在 { $until } 前告诉我们；不答复就先给后面的人。
signup-why-fewer-still = 空着 { $free } 个，您家 { $people } 人，不够一起来。现在也还可以少来几位；后面有人要就先给他们。
signup-why-fewer-theirs = 空着 { $free } 个，你们 { $people } 人，不够一起来。要不要少来几位，由替您报名的人答复。
signup-why-too-large = 名额一共只有 { $places } 个，您家 { $people } 人一起来不了。可以先取消几位；有空名额时也会问您。
signup-why-too-late = 离开始不到 30 分钟，不再递补。可以到现场问一问。
signup-why-allotment = 报名截止时统一分名额。
signup-entry = 您的号：{ $n }
signup-allotment-draw = { $at } 报名截止后摇号，早报晚报机会一样。结果会发消息给您。
signup-allotment-priority = { $at } 报名截止后统一分名额。结果会发消息给您。
signup-draw-how = 怎么摇、怎么验证
signup-drawn = 摇号时您的号是 { $n }。
signup-draw-check = 看结果、自己验证
signup-notice-allotted = “{ $title }”名额分好了：您有名额，请按时来。
signup-notice-not-allotted = “{ $title }”名额分好了：这次没轮到您，您在候补里，有人退出会通知您。
signup-why-answer = 到时会发消息，名额保留 { $minutes }。
signup-fewer = 少来几位
signup-fewer-who = 谁来
signup-fewer-hint = 现在空着 { $free } 个名额，最多选 { $free } 位。没选的人不再候补。
signup-fewer-yes = 就这几位来
signup-fewer-or = 这几个名额给您留到 { $until }。到时没有答复，就先给后面的人；您家的次序不变，空出更多名额再问您。
signup-fewer-or-still = 想一起来，什么都不用做，您家的次序不变，空出更多名额再问您。

# 取消
signup-cant-come = 来不了了？
signup-cancel = 取消报名
signup-cancel-all = 全部取消
signup-cancel-one = { $name }不来了
signup-cancel-means = 名额会留给候补的人。取消后想再来，要重新报名。
signup-leave-means = 您会离开候补。想再来，要从最后重新排。
signup-cancel-yes = 确定取消
signup-again = 重新报名

# 我的报名
signup-mine-coming = 将要参加
signup-mine-past = 已结束
signup-mine-all = 全部
signup-mine-offered = 请确认
signup-mine-seats = 已报名
signup-mine-waiting = 候补中
signup-mine-called-off = 活动取消了
signup-mine-ended = 不参加了
signup-mine-until = { $until } 前有效
signup-mine-fewer = 可以少来几位，请答复
signup-mine-answer-by = { $until } 前答复
signup-mine-none = 还没有报名
signup-mine-no-past = 还没有参加过活动
signup-find = 看看有什么活动

# 消息
signup-notice-offered = “{ $title }”有名额了，给您留到 { $until }，请确认。
signup-notice-fewer = “{ $title }”空着 { $free } 个名额，您家 { $people } 人排在最前。可以少来几位，或者继续等。
signup-notice-fewer-until = “{ $title }”空着 { $free } 个名额，您家 { $people } 人排在最前。请在 { $until } 前告诉我们要不要少来几位；不答复就先给后面的人，您家的次序不变。
signup-notice-let-pass = “{ $title }”空着的名额没有等到您答复，先给了后面的人。您家的次序不变，空出更多名额再问您。
signup-notice-offer-ended = “{ $title }”留给您的名额没有按时确认，已经给了下一位。
signup-notice-changed = “{ $title }”有变动，现在是 { $starts }在{ $place }开始，请看一看。
signup-notice-cancelled = “{ $title }”（{ $starts }）取消了，请不要前往。
signup-notice-course-cancelled = 课程“{ $title }”停办了，还没上的课都取消。原因：{ $reason }
signup-notice-remind = 提醒：“{ $title }”{ $starts }在{ $place }开始。来不了请取消，名额给别人。
signup-course = 去课程页

signup-notice-passed-over = “{ $title }”名额分好了：活动要求的身份或证，您家现在不符合，这次没有轮到。您还在候补的最后，改好以后有空位会通知您。

signup-state-to-be-given = 已报名，等分名额

# 优先人群
priority-one = 第 { $n } 组：{ $name }
priority-area = 住在{ $name }的
priority-line = { $name }会员
priority-unit = { $name }的人
priority-qualification = 有{ $name }的
priority-ages = { $min } 到 { $max } 岁的
priority-old = { $min } 岁以上的
priority-young = 带 { $max } 岁以下孩子来的
priority-policy = 优先人群，按这个次序：{ $groups }。一家人里有一位符合就算，其余的人排在后面。
priority-policy-given = 当时优先的人群，按这个次序：{ $groups }。一家人里有一位符合就算，其余的人排在后面。
priority-policy-first-come = 有空名额时先到先得；候补按优先人群的次序排，同一组里按报名先后。
priority-policy-kept = { $at } 前名额只给优先人群，其他人先排着；到时还空着的名额按次序给排着的人。
priority-yours = 您家属于优先人群第 { $n } 组：{ $name }。
priority-none = 您家不在优先人群里，排在优先人群后面。
priority-kept-for-others = { $at } 前名额只给优先人群。到时还有空名额，就按次序给您。
priority-in-none = 不在优先人群里
signup-birth-ahead = 出生日期不能晚于今天，请看一看年份
signup-all-in = 您家的人都报上名了，不用再报。
signup-besides = 同一时间您家还报了：
