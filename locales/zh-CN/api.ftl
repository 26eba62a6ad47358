# 开放接口

api-title = 开放接口
api-lede = 页面上能办的事，程序也能办。令牌在“我的”页面创建。
api-document = OpenAPI 3.1 文档（JSON）
api-name = 名称
api-place = 位置
api-meaning = 含义
api-parameters = 参数
api-answers = 应答
api-status = 状态码
