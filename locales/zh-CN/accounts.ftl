# 登录、注册、密码、隐私

sign-in-title = 登录或注册
sign-in-lede = 用手机号就行。第一次来，登录时顺便留个姓名。
sign-in-phone-label = 手机号
sign-in-phone = 请填写 11 位手机号，例如 13812345678。
sign-in-get-code = 获取验证码
sign-in-by-password = 改用密码登录
sign-in-by-code = 改用验证码登录
sign-in-password = 密码
sign-in-wrong = 手机号或密码不对。没有设过密码的，请改用验证码登录。
sign-in-wait = 试的次数太多。请在{ $until }之后再试，或改用验证码登录。
sign-in-no-gateway = 本站还没有接通短信，发不出验证码。有密码的请用密码登录；没有密码的，请到所在村社区请工作人员代办报名。
sign-in-code-wait = 要的次数太多。请在{ $until }之后再要新的验证码。
sign-in-code-title = 填写验证码
sign-in-code-lede = 手机号 { $phone }，验证码 5 分钟内有效。
sign-in-code-label = 6 位验证码
sign-in-code-shown = 本站没有接通短信，验证码显示在这里：{ $code }
sign-in-code-wrong = 验证码不对，还可以试 { $left } 次。
sign-in-code-gone = 验证码已失效，请重新获取。
sign-in-other-phone = 换一个手机号
signed-out = 已退出登录。
sign-out-no-session = 访问令牌没有登录状态可以退出。要停用它，请在“我的”页面撤销。

register-summary = 第一次来？点开填写姓名
register-lede = 验证码正确。这个手机号第一次来，请再填姓名。
register-name-label = 姓名
register-name-hint = 加密保存，页面上只显示姓。
register-name = 请填写姓名，不超过 40 个字。
register-birth-label = 出生日期
register-birth-hint = 有年龄要求的活动才需要，可以以后再填。
register-birth = 请填写真实的出生日期，例如 1985-06-01。
register-too-young = 未满 14 周岁不能自己注册。请监护人登录后，在“我的”里添加您。
register-who = 这个手机号还没有注册。请一并提供姓名，并同意隐私说明。
register-consent-label = 我已满 14 周岁，同意按隐私说明使用我的姓名和手机号
register-consent-hint = 只用于登录、报名和联系您，随时可以在“我的”里查看、导出。
register-consent = 要先同意隐私说明才能注册。
register-phone-taken = 这个手机号已经注册过，请直接登录。
registered = 已注册并登录。

family-consent = 请先勾选监护人同意。
family-too-many = 最多添加 { $n } 位家人。

password-too-short = 密码至少 { $n } 个字符。
password-too-long = 密码最多 { $n } 个字符。
password-common = 这个密码太常见，请换一个。
password-not-again = 两次填写的密码不一样。

privacy-link = 隐私说明
privacy-title = 隐私说明
privacy-lede = 我们存了您的什么、为什么、谁能看到，以及您可以怎么做。
privacy-what = 存了什么
privacy-what-text = 姓名、手机号；您自愿填写的出生日期和居住村社区、单位、会员身份和证书；您的报名、签到和志愿服务时长。不要身份证号，不要照片，不要位置。
privacy-why = 用来做什么
privacy-why-text = 登录、为您和家人留名额、活动有变化时通知您、如实记录志愿服务时长。不用于评比、打分和广告，也不据此自动作决定。
privacy-who = 谁能看到
privacy-who-text = 姓名、手机号逐项加密，页面上默认只显示“张*”“138****1234”。活动的主办单位打印签到表时可以看到参加者的姓名。单位、会员身份和证书，只有您单位的组织、您写明的组织和您报名的活动的主办单位看得到，主办单位只看得到活动要求的那一项。每次查看都记下是谁、为什么，您在“我的”里看得到。
privacy-children = 孩子和老人
privacy-children-text = 未满 14 周岁的孩子由监护人添加，并由监护人单独同意。监护人可以要求更正或删除。
privacy-long = 存多久
privacy-long-text = 账号在用就一直保存。操作日志至少保存 6 个月，志愿服务记录按民政部门的规定保存。
privacy-rights = 您的权利
privacy-rights-text = 您可以在“我的”里查看、更正、导出自己的资料，撤回同意或要求删除请联系页面底部的单位。
