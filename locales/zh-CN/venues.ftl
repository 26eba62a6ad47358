# 阵地与场所

venue-address = 地址
venue-area = 所在
venue-owner = 管理单位
venue-step-free = 无障碍
venue-step-free-yes = 全程无台阶，轮椅、婴儿车可到
venue-step-free-no = 有台阶，需要帮忙请先联系管理单位
venue-spaces = 场所
venue-space = 场所
venue-capacity = 可容
venue-people = { $n } 人
venue-no-spaces = 还没有登记可用的场所。
venue-step-free-unsaid = 未填写，需要帮忙请先联系管理单位
venue-unsaid = 未填写
