standing-title = 身份与资格
standing-door = 单位、会员身份和证书，填一次就行
standing-lede = 有的活动只面向某些单位、会员或有证的人。在这里填一次，以后报名都认。
standing-none = 还没有填写。需要哪一项填哪一项，不需要的不用填。
standing-back = 回去继续
standing-who-sees = 只有您单位的组织、您填写的组织，和您报名的活动的主办方能看到，而且只看得到活动要求的那一项。
standing-kind-unit = 单位
standing-kind-line = 会员身份
standing-kind-qualification = 证书
standing-state-stated = 已填写
standing-state-again = 待核对，核对后才算数
standing-state-confirmed = 已核对
standing-state-refused = 不符
standing-expired = 已过期
standing-until = 有效到{ $day }
standing-confirmed-by = { $by }于{ $at }核对
standing-refused-by = { $by }于{ $at }认为不符：{ $reason }
standing-stated-at = { $at }填写
standing-refused-next = 这一项现在不算数。请带原件找核对的组织说明，或改正后重新填写，核对后才算数。
standing-add-unit = 我的单位
standing-add-line = 我的会员身份
standing-add-qualification = 我的证书
standing-whose = 谁的
standing-do = 填写
standing-choose = 请选择
standing-unit-name = 单位名称
standing-unit-hint = 工作的单位、住的村或社区、上学的学校都可以，写名称或统一社会信用代码
standing-unit-choose = 是哪一家？
standing-unit-empty = 请写单位名称
standing-name-long = 名称太长，最多 { $most } 个字
standing-unit-none = 没有找到这个单位。请换个写法，写营业执照上的名称或只写中间几个字。
standing-unit-which = 没有完全对上的，请在下面选一家，或换个写法再找
standing-unit-gone = 登记簿里没有这个单位了，请重新填写
standing-line = 哪个组织的
standing-line-empty = 请选择是哪个组织的会员
standing-body-name = 所在的组织（不知道可以不填）
standing-body-hint = 例如“暖阳毛衫工会”
standing-body-choose = 是哪一个？
standing-body-unknown = 都不是，先不填
standing-body-none = 没有找到这个组织。请换个写法，或先空着。
standing-body-which = 没有完全对上的，请在下面选一个，或先空着
standing-organisation-other-line = 这个组织不属于{ $line }，请重新选择
standing-organisation-gone = 没有这个组织了，请重新填写
standing-qualification = 什么证
standing-qualification-empty = 请选择是什么证
standing-with-expiry = { $name }（要填有效期）
standing-expires = 有效期到
standing-expires-hint = 证上写的最后一天；没有有效期的证不用填
standing-expires-empty = 这种证有有效期，请填证上写的最后一天
standing-expires-never = 这种证没有有效期，请把日期清空
standing-expires-past = 这一天已经过了。请换领新证后再填写
standing-expires-far = 这一天太远了，请核对证上写的日期
standing-expires-unread = 请写完整的日期，例如 2027-03-01
standing-too-many = 最多填写 { $most } 项，请先收回不用的
standing-one-of = 单位、会员身份和证书，一次填一项
standing-withdraw = 收回
standing-withdraw-what = 收回后，新的报名不再认这一项；已经报上的不受影响。
standing-said-stated = 已填写，现在就可以用
standing-said-again = 已填写。这一项以前核对不符，要等有人核对后才算数
standing-said-withdrawn = 已收回
standing-own = 不能核对自己或家人的，请同事来做
standing-reason-empty = 请写明哪里不符，2 到 { $most } 个字，本人会看到
standing-changed = 刚才有人处理过这一项，请看现在的情况再定
standing-notice-refused = 您填写的“{ $what }”，{ $by }核对后认为不符：{ $reason }。请带原件去说明，或改正后重新填写。
standing-nav = 身份核对
standing-office-lede = 本组织覆盖的单位的人、写明属于本组织的会员，自己填写的身份。不核对也算数；不符的请写明原因，本人会收到通知。
standing-show-decided = 已核对过的
standing-show-waiting = 等待核对的
standing-none-waiting = 没有等待核对的
standing-none-decided = 还没有核对过的
standing-names = 看全名
standing-names-hint = 写明为什么要看，例如“核对会员名册”。本人能看到谁在什么时候看过。
standing-names-do = 显示全名
standing-confirm = 核对无误
standing-refuse = 不符
standing-reason = 哪里不符
standing-reason-hint = 本人会看到，例如“名册里没有您，请到工会补登记”
standing-refuse-do = 确定不符
standing-said-confirmed = 已核对
standing-said-refused = 已记为不符，并通知了本人
standing-today = { $n } 项身份等待核对
standing-today-detail = 单位的人和会员自己填写的
standing-today-do = 去核对
standing-asks-unit = { $wanted }的人
standing-asks-line = { $wanted }会员
standing-asks-qualification = 每人要有{ $wanted }
standing-lack-unit = { $name }：这次活动面向{ $wanted }的人，同来的有一位是就行。{ $why ->
    [refused] 填写的单位经核对不符。
    [unseen] 重新填写的单位还没有人核对。
   *[missing] 还没有填写单位。
 }请填写或更正“身份与资格”。
standing-lack-line = { $name }：这次活动面向{ $wanted }会员，同来的有一位是就行。{ $why ->
    [refused] 填写的会员身份经核对不符。
    [unseen] 重新填写的会员身份还没有人核对。
   *[missing] 还没有填写会员身份。
 }请填写或更正“身份与资格”。
standing-lack-qualification = { $name }：这次活动每人要有{ $wanted }。{ $why ->
    [expired] 填写的证{ $on }到期，到活动那天已经过期。
    [refused] 填写的证经核对不符。
    [unseen] 重新填写的证还没有人核对。
   *[missing] 还没有填写。
 }请填写或更正“身份与资格”。
standing-form-title = 这次活动面向
standing-form-hint = 还没有填写过的，先去填写；这里填好的内容会留着。
standing-form-do = 填写我的身份与资格
standing-one-of-party = 同来的有一位符合就行，证书每人都要有。
standing-ask-part = 只面向会员、某些单位或有证的人
standing-ask-lines = 只面向这些组织的会员
standing-ask-lines-hint = 不选就不限。家人可以一起来，同来的有一位是会员就行。
standing-ask-units = 只面向这些单位的人
standing-ask-units-hint = 一行写一家，写名称或统一社会信用代码；不写就不限。家人可以一起来。
standing-ask-qualifications = 每人要有其中一种证
standing-ask-qualifications-hint = 不选就不限。证在活动那天要在有效期内。
standing-ask-unit-none = 没有找到“{ $typed }”，请换个写法
standing-ask-unit-near = 没有叫“{ $typed }”的单位，您是不是要找：{ $near }
standing-ask-unit-several = 叫“{ $typed }”的不止一家，请写明是哪里的：{ $near }
standing-ask-unit-long = “{ $typed }”这一行太长，一行写一家，最多 { $most } 个字
standing-ask-units-wrong = { $all }
standing-ask-units-many = 最多写 12 家
standing-ask-unit-gone = 有的单位不在登记簿里了，请去掉
standing-ask-line-gone = 有的条线不存在，请重新选择
standing-ask-qualification-gone = 有的证不存在，请重新选择
standing-ask-public = 改“面向谁”只影响以后的报名，已经报上的人不受影响。
standing-roll = 身份与资格
standing-roll-none = 没有填写
standing-roll-before = 报名时还没有这项要求
standing-roll-lede = 这次活动要求的身份，报名的人自己填写的。看过原件、没有问题的点“核对无误”；不符的写明原因，本人会收到通知。
standing-desk-title = 已当面看过
standing-desk-hint = 看过原件的在这里选，就记为已核对；本人已经填写过的不用选。
standing-desk-unit = 单位
standing-desk-line = 会员证
standing-desk-qualification = 证书
standing-desk-none = 没有看
standing-desk-not-asked = 这次活动不要求这一项
standing-no-longer = 报名以后，活动要求的身份或资格没有通过核对，或者已经撤回、过期。请在“我的”里的“身份与资格”看原因，改好后再来。
standing-stay = 走了以后，留下的人里没有一位符合活动要求的。请全部取消，或换一位符合的人来。
standing-form-kept = 报名表里填好的内容替您留着，填写好身份后点“回去继续”。
standing-form-too-long = 报名表里写的内容太长，没能留住，回去后要重新填写。

standing-asks-helpers = 志愿者要有{ $wanted }
standing-ask-helpers = 志愿者另外要有其中一种证
standing-ask-helpers-hint = 只问来当志愿者的人，来参加的人不用。不选就不限。
