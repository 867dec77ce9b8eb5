/** Family names and given names with their Pinyin; every character is in GB 2312, so that each character set can write every name. */
export const familyNames = [
  ['王', 'Wang'], ['李', 'Li'], ['张', 'Zhang'], ['刘', 'Liu'], ['陈', 'Chen'], ['杨', 'Yang'], ['黄', 'Huang'], ['赵', 'Zhao'], ['吴', 'Wu'], ['周', 'Zhou'],
  ['徐', 'Xu'], ['孙', 'Sun'], ['马', 'Ma'], ['朱', 'Zhu'], ['胡', 'Hu'], ['郭', 'Guo'], ['何', 'He'], ['林', 'Lin'], ['罗', 'Luo'], ['高', 'Gao'],
  ['郑', 'Zheng'], ['梁', 'Liang'], ['谢', 'Xie'], ['宋', 'Song'], ['唐', 'Tang'], ['许', 'Xu'], ['韩', 'Han'], ['冯', 'Feng'], ['邓', 'Deng'], ['曹', 'Cao'],
  ['彭', 'Peng'], ['曾', 'Zeng'], ['萧', 'Xiao'], ['田', 'Tian'], ['董', 'Dong'], ['欧阳', 'Ouyang'], ['司马', 'Sima'], ['诸葛', 'Zhuge'],
] as const;

export const givenNamesMale = [
  ['伟', 'Wei'], ['强', 'Qiang'], ['磊', 'Lei'], ['军', 'Jun'], ['洋', 'Yang'], ['勇', 'Yong'], ['杰', 'Jie'], ['涛', 'Tao'], ['明', 'Ming'], ['超', 'Chao'],
  ['建国', 'Jianguo'], ['志强', 'Zhiqiang'], ['文博', 'Wenbo'], ['浩然', 'Haoran'], ['子轩', 'Zixuan'], ['宇航', 'Yuhang'], ['俊杰', 'Junjie'], ['永康', 'Yongkang'],
  ['国栋', 'Guodong'], ['家豪', 'Jiahao'], ['德胜', 'Desheng'], ['晓东', 'Xiaodong'],
] as const;

export const givenNamesFemale = [
  ['芳', 'Fang'], ['娜', 'Na'], ['敏', 'Min'], ['静', 'Jing'], ['丽', 'Li'], ['艳', 'Yan'], ['娟', 'Juan'], ['霞', 'Xia'], ['秀英', 'Xiuying'], ['桂兰', 'Guilan'],
  ['雨桐', 'Yutong'], ['欣怡', 'Xinyi'], ['梓涵', 'Zihan'], ['思琪', 'Siqi'], ['慧敏', 'Huimin'], ['雪梅', 'Xuemei'], ['佳宁', 'Jianing'], ['诗涵', 'Shihan'],
  ['玉珍', 'Yuzhen'], ['婷婷', 'Tingting'], ['晓燕', 'Xiaoyan'], ['若曦', 'Ruoxi'],
] as const;

/** Operators and physicians; staff names carry both groups too. */
export const staff = {
  operators: ['Jiang^Bo=江^波', 'Shen^Yun=沈^云', 'Lu^Ting=陆^婷', 'Fan^Lei=范^磊'],
  physicians: ['Cui^Ming=崔^明', 'Dai^Xin=戴^欣', 'Xue^Qing=薛^青'],
} as const;
