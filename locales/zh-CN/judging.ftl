# 评委没有网络也能打分：路线页、评分表页、我的评审

judging-title = 我的评审
judging-lede = 请您评审的路线，还有在这台手机上填过、没有上传的评分表。
judging-no-routes = 近一个月没有请您评审的路线。

# 能不能离线
judging-panel = 没有网络时
judging-good = 可以离线：现在断网也能打分、交表，有网络后自动上传。
judging-fair = 可以离线，但请留意下面打叉的一项。
judging-bad = 还不能离线。请在有网络的地方点「准备离线」。
judging-insecure = 这个网址不是加密连接，不能离线使用。请用 https 开头的网址打开。
judging-prepare = 准备离线
judging-bring = 现在上传
judging-queued = 还有 [n] 份评分表没有上传。
judging-none-queued = 没有等着上传的评分表。
judging-light-pages = 路线和各处的评分表已存在这台手机上
judging-light-pages-no = 路线和各处的评分表还没有存好
judging-light-sheet = 存的是现在用的评分表
judging-light-sheet-no = 存的不是现在用的评分表，请再准备一次
judging-light-storage = 手机不会清掉填好的分
judging-light-storage-no = 手机没有答应长期保存，空间不够时可能清掉，请尽快上传

# 手机自己说的话
judging-sign-in = 登录已过期，请重新登录。填好的还在这台手机上，登录后自动上传。
judging-enter = 去登录
judging-other = 现在登录的是别的人，没有上传。请用您自己的手机号登录。
judging-failed = 没有办成。请检查网络，再试一次。
judging-handed = [name]的评分表已交
judging-drafted = [name]的评分表已存，还没交
judging-kept-here = 没有网络，[name]的评分表已存在这台手机上，有网络后自动上传。
judging-sent-here = 这份评分表已经交了。要改，请等有网络时打开再改。
judging-is-typed = 填的已存在这台手机上，还没交
judging-is-draft = 已存在这台手机上，等上传
judging-is-ready = 填好了，等上传
judging-is-refused = 没有收，请看说明
judging-problems = 还有 [n] 处要改
judging-unsent = 这台手机上还有 [n] 份评分表没有上传，退出后要等您再登录才能上传。还要退出，请再点一次「退出登录」。

# 没有收的评分表
judging-typed = 您填的
judging-again = 再交一次
judging-fill = 填进评分表
judging-copy = 复制
judging-copied = 已复制
judging-open = 打开这处阵地
judging-drop = 不要了
judging-sure = 再点一次就删掉
judging-do-sheet-changed = 请打开这处阵地，对照新的评分表填好再交。
judging-do-elsewhere = 请打开这处阵地，看过已交的再改。您填的还在下面。
judging-do-closed = 您填的还在下面。请联系主办单位，重新开放打分后点「再交一次」。
judging-do-early = 您填的还在下面。到评审那天点「再交一次」。
judging-do-ask = 您填的还在下面，可以复制。有疑问请联系主办单位。
judging-do-gone = 您填的还在下面，可以复制。这条路线或这处阵地已不在评审里，或者您不再是评委，请联系主办单位。
judging-do-look = 您填的还在下面。请打开这处阵地看一看，改好再交。
judging-is-left = 您不再是这条路线的评委，评分表不收了。
