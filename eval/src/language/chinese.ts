import { bars, lines, type Bank } from './bank.ts'

export const chinese: Bank = {
  name: 'Chinese',
  joiner: '',
  people: bars('李梅|王志强|陈晓东|赵雅琴|刘思远|周文静|吴建国|孙丽华'),
  sentences: lines(`
    {thing}的{noun}现在{state}因为{noun2}还没有{done}
    我觉得我们应该先{verb}{noun}然后再看{noun2}
    {name}昨天说{noun}已经涨到{number}了
    请问{who}什么时候能把{noun2}{done}
    如果{noun}继续{state}我们就要通知{who}
    {place}的客户一直在问{thing}能不能{verb}
    去年这个时候{noun2}只有{number}
    这件事情{when}再讨论吧让{name}准备一下{noun}
    我不太同意因为{who}从来没有{done}过{noun2}
    大家对{noun}还有什么问题吗
    关于{noun2}我想补充两点
    {place}那边的{noun}比预期多了{number}
    主要的困难是{who}不愿意{verb}{noun}
    麻烦{name}{when}之前把{noun2}发给我
    其实{thing}上线以后{noun}反而{state}了`),
  slots: {
    noun: bars('销售额|供应链|服务器|合同|生产线|预算|库存|测试报告|广告投放|培训计划|接口|质量标准|装修进度'),
    noun2: bars('审批流程|发票|用户反馈|物流成本|招聘名单|毛利率|数据中心|专利申请|仓库|样品|付款条件|安全检查'),
    verb: bars('调整|推迟|检查|扩大|取消|升级|重新谈|外包|压缩|验收'),
    done: bars('确认|完成|提交|签字|修改|更新|交付'),
    state: bars('不太稳定|下降|卡住|超出计划|恢复正常|很紧张|有点慢'),
    who: bars('财务部|供应商|总经理|合作方|税务局|研发团队|物业公司'),
    when: bars('明天|下周三|月底|春节|今天下午|季度末'),
    place: bars('深圳|成都|华东|海外|武汉|越南|西北'),
  },
  numbers: [
    ['百分之十五', '15%'],
    ['三千万', '3000万'],
    ['两百', '200'],
    ['七点五', '7.5'],
  ],
  short: bars('好的|对|没问题|嗯|是的|可以|明白|谢谢'),
  fillers: bars('呃|那个|就是说'),
  syllables: bars('云|博|达|鑫|星|瑞|海|科|维|通|诺|捷'),
  script: lines(`
    各位投资者大家好欢迎参加本次业绩说明会
    目前所有参会者均处于静音状态
    管理层发言之后将有问答环节
    本次会议正在录音
    下面把时间交给公司董事长`),
  titles: bars('产品周会|销售例会|项目评审|业绩说明会'),
}
