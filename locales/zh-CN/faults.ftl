# 出了什么问题、接下来怎么办

fault-title-not-found = 没有这个页面
fault-title-refused = 这一步现在办不了
fault-title-ours = 系统出错了
fault-not-found = 没有找到这个页面。它可能已经撤下，也可能地址输错了，或者您的账号看不到它。
fault-sign-in-first = 请先登录。
fault-scope-missing = 这个访问令牌不能用来办这件事：创建时没有勾选“{ $scope }”。请在“我的”页面新建一个令牌。
fault-form-stale = 这个表单已经过期，没有提交。请返回上一页，刷新后再提交一次。
fault-form-broken = 没有收到完整的表单。请返回上一页再提交一次。
fault-too-large = 内容太大，没有收下。请减小文件后再试。
fault-method = 这个地址不能这样访问。请从页面上的按钮或链接进入。
fault-not-found-api = 没有这个资源，或者这个访问令牌看不到它。
fault-method-api = 这个地址不接受这个方法，可用的方法见 Allow。
fault-busy = 现在办事的人太多，这一步没有办成。请过几秒再试一次。
fault-request = 没有看懂这个请求。请返回上一页再试一次。
fault-query = 地址里的查询条件不对：{ $why }
fault-json = 请求内容不对：{ $why }
fault-fields = 有几处内容要改，见 errors。
fault-cursor = after 不是这个列表给出的值。请从第一页开始。
fault-if-match = If-Match 不是这个资源给出的版本。请重新读取后再改。
fault-ours = 这是我们的问题，不是您的。已经记下，请稍后再试。
fault-number = 联系管理员时请报编号：{ $id }
fault-again = 再试一次
fault-to-home = 回到首页
fault-idempotency-key = Idempotency-Key 要有 1 到 255 个字符。
fault-idempotency-reused = 这个 Idempotency-Key 已经用在另一个请求上。每个新请求请换一个。
fault-idempotency-unanswered = 这个请求已经办了，或正在办，但没有留下应答。请读取结果确认，不用重发。
