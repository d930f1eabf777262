"""Given names that are common where people flee from and to; a hint that a column holds persons, never a proof.

Put together for this project from general knowledge; it need not be complete, as a column is judged by a share of it.
"""

from core.privacy.header_words import words_of

_NAMES = """
mohamed mohammed muhammad mohammad mohamad mahamat mamadou ahmed ahmad ahmadou amadou ali hassan hasan hussein husein
hussain ibrahim ibrahima brahim ismail ismael issa isa musa moussa omar umar oumar osman othman ousmane usman yusuf
yousef youssouf yusef youssef abdi abdullah abdallah abdoulaye abdul abdirahman abdurahman abdulrahman abderrahmane
abdelkarim abdirashid abdikadir abdullahi aden adam adan adama salim saleh salah said saeed khalid khaled hamza hamid
hamadi jamal jama kamal karim kassim mustafa mostafa moustapha mukhtar nasir nasser omran rashid rachid samir sami
suleiman sulaiman souleymane tariq tarek walid yahya yahia yasin younes yunus zakaria ziad bashir bilal daud dawood
farah faisal fahad farid ghassan habib hadi haider hakim imad jaber jafar majid mahmoud mahmud malik mansour marwan
mubarak munir nabil nour omer qasim ramadan rami ridwan sharif sheikh tahir taha wael warsame yasser zaid guled liban
fatima fatuma fatoumata fatou faduma fadumo fatma amina aminata aisha aicha aissatou asha halima habiba hawa hawo
khadija kadija khadra mariam maryam meriem mariama miriam maimuna naima nadia nasra rahma rukia ruqia sahra sahara safia
salma samira sara sarah shukri sumaya zahra zainab zeinab zeynab zeinabou yasmin amal amira asma dalia dina eman esra
farida hala hanan hiba hodan huda iman israa jamila jamilo khawla laila layla leila lina maha manal marwa mona muna
nada nawal noor noura rana rania rasha reem rima ruba sabah saida sana shaima suad wafa yusra zuhra hodo ifrah ubah
jean marie pierre paul joseph jacques emmanuel claude innocent eric patrick alexis andre antoine augustin bernard
charles christian christophe claver daniel david denis desire dieudonne didier dominique edouard etienne felix fidele
francois gaspard gerard gilbert godefroid henri herve jerome laurent leonard leopold louis luc marc martin mathias
michel nestor nicolas olivier onesphore oscar pascal philippe placide prosper raphael richard robert roger salvator
samuel serge simon stephane sylvestre thomas venant victor vincent xavier yves zacharie alice alphonsine angelique anne
annonciata beatrice bernadette brigitte cecile chantal christine claudine clementine colette consolee daphrose
delphine
diane donatha elisabeth emerence esperance espérance esther euphrasie evelyne florence francine francoise
gaudence gloriose goreth grace helene immaculee irene jacqueline jeanne jeannette josephine josiane judith julienne
justine languide liliane lucie madeleine marguerite martine monique nadine odette pascasie patricia pauline pelagie
perpetue rachel regine rose ruth scholastique solange spes stephanie suzanne therese valerie veronique virginie
vestine yvonne zita nyirahabimana niyonzima ndayizeye hakizimana habimana uwimana mukamana bizimana nshimirimana
nkurunziza irakoze kwizera iradukunda ndikumana niyongabo bukuru minani
john james peter william george michael andrew anthony benjamin brian christopher edward francis frank fred geoffrey
godfrey henry isaac jackson jacob jeremiah joel jonathan joshua justin kenneth kevin lawrence mark matthew moses nathan
nelson noah patricia philip ronald solomon stephen steven timothy tom walter wilson abraham agnes angela ann anna
annet betty brenda caroline catherine charity charles christine comfort deborah dorcas doreen dorothy edith eliza
elizabeth emily eunice eva faith flora gertrude gloria hannah harriet hellen helen janet jane jennifer joan joyce
judith juliet lilian linda lucy lydia margaret margret martha mary mercy milly naomi nancy patience peace priscilla
rebecca rita robinah rosemary sharon stella susan teddy veronica vivian winnie deng garang akol majok malual bol
chol kuol ajak achol adut nyandeng nyakim nyibol abuk ayen lual mabior makuei gatluak gatwech nyamal nyaruach tut
kidane tesfay tesfaye haile hailu abebe abebech alemu almaz amanuel berhane bekele biniam dawit desta eden ephrem
ermias eyob fikre filmon gebre girma hagos helen kebede kifle luwam meron mebrahtu mulugeta natnael rahel robel
samson selam senait solomon tadesse tekle temesgen tigist tsegay winta yared yohannes yonas zerai worku mihret
maria jose juan carlos luis jesus miguel pedro manuel antonio francisco rafael jorge fernando ricardo alberto roberto
eduardo sergio andres diego alejandro javier oscar raul hector cesar mario julio victor pablo enrique ramon angel
gabriel daniela ana carmen rosa luz marta gloria claudia andrea paola carolina diana sandra adriana natalia alejandra
gabriela valentina camila laura isabel juana lucia sofia yolanda beatriz elena teresa patricia monica angelica blanca
esperanza josefina mercedes milagros yamileth yuleisy yusmary wilmer jhon jhonny yeison maikel edwin wilson freddy
oleksandr olena olga oksana tetiana tetyana natalia nataliia iryna irina svitlana svetlana halyna hanna anastasiia
yuliia viktoriia kateryna mariia ivan mykola volodymyr vladimir serhii sergiy andrii andriy petro vasyl viktor yurii
dmytro oleh ihor taras bohdan mikhail nikolai tatiana ludmila lyudmila vira nadiia
gul khan zahir zahra abdulwahab ghulam habibullah
hamidullah nasrullah najibullah rahmatullah sayed sayid shah zabihullah
bibi shabnam parwana rozina nazia farzana parveen begum rahima rohima senowara nur noor mohd abul kalam jahan hafez
rashida hasina khatun anowara shamsul azizul aung kyaw min maung thida khin myint hla
aboubacar aboubakar alhousseini alhassane almoustapha amadou bintou boubacar cheick coumba daouda dramane fanta
fatimata hadja hamidou harouna idrissa kadiatou kalifa lassana modibo nana oumou ramata rokia salif salimata seydou
sidi tidiane yacouba zenabou attaher mossa intagrist aghali aichatou hadiza zara yagana falmata bukar modu
georges maurice roland gilles alain alexandre arnaud aurelie bertrand camille celine clemence corinne damien danielle
denise eleonore elodie emile emilie emmanuelle eugene fabien fabrice frederic frederique gabrielle genevieve guillaume
gustave guy hugues honore hortense isabelle joelle josette juliette julie jules julien laure laurence lea leon louise
luce lucas lucienne manon marcel marcelle margaux margot marthe marianne mathilde matthieu maxime michele michelle
noel noemi olivia paulette penelope philippine pierrette raymond remy renee roger rolande roseline sabine sebastien
simone sophie susanne thibaut thibault theodore theophile thierry timothee tristan valentine victoire victorien
virgile william yannick zoe adele adrien agathe aime aimee albert alfred alix amelie anais anastasie anouk astrid
auguste aurore benoit capucine caroline charlotte claire constance dorothee edith elise eliane franck francois
gregoire henriette ines jeannine jocelyne lorraine louis luc madeleine margaud marine martin nathalie
kwame kofi ama akua chinedu emeka ngozi chika ifeoma oluwaseun babatunde aminu sani garba
"""
_ARABIC_NAMES = """
محمد احمد أحمد علي حسن حسين إبراهيم ابراهيم عمر عثمان يوسف عبدالله عبد خالد سالم صالح سعيد محمود مصطفى كمال كريم
جمال ناصر سامي سمير طارق وليد ياسر ياسين زياد عمار عادل فادي فارس ماهر مازن نزار هاني وائل بلال بشار باسم ايمن أيمن
فاطمة عائشة خديجة مريم زينب آمنة امنة سارة ليلى هدى نور هبة رنا ريم سلمى سميرة سعاد منى نادية نجلاء هند وفاء ياسمين
عبدالرحمن عبدالعزيز عبدالكريم عبدالرزاق عبدالقادر عبدالحميد عبدالمجيد عبدالوهاب عبدالسلام عماد عصام علاء عمرو
إسماعيل اسماعيل إسحاق اسحاق أنس انس أسامة اسامة أشرف اشرف أكرم اكرم أمجد امجد أمير امير أنور انور أيوب ايوب إياد اياد
إيهاب ايهاب إدريس ادريس أديب اديب باهر بدر بسام بكر تامر تيسير ثامر جابر جاسم جبر جعفر جميل جهاد جواد حاتم حازم حامد
حسام حسنين حماد حمدي حمزة حمود حيدر خليل داود ذياب رائد راشد رامي رامز رأفت ربيع رجب رشيد رضا رضوان رفيق رمضان رياض
زكريا زكي زهير زيد سامر سعد سلطان سلمان سليم سليمان سهيل سيف شادي شاكر شريف شهاب صابر صادق صبحي صدام صفوان صلاح صهيب
ضياء طاهر طلال طه عاصم عاطف عامر عايد عباس عدنان عدي عزيز عقيل عيسى غازي غالب غسان فؤاد فاروق فايز فتحي فراس فهد فواز
فيصل قاسم قصي قيس كاظم كامل كنان لؤي لطفي ليث مأمون مالك مجدي محسن مراد مروان مشعل مصعب معاذ معتز معن منذر منصور منير
مهدي مهند موسى ميسرة نادر نبيل نجيب نسيم نصر نضال نعيم نواف هادي هاشم هشام هيثم وسام وسيم يحيى يزن يعقوب يونس
آلاء الاء أروى اروى أسيل اسيل أمينة امينة أماني اماني إسراء اسراء إكرام اكرام ابتسام ابتهال بتول بثينة بسمة بشرى بلقيس
تغريد تهاني ثريا جميلة جنى جواهر حسناء حفصة حنين حياة خلود خولة دانا دانية داليا دلال دينا ديما رؤى رابعة راضية رانيا
رجاء رحاب رحمة رزان رشا رغد رنا رند رهف رولا ريما ريماس زبيدة زكية سحر سعدية سلوى سماح سمر سمية سناء سهام سهى سوسن
شذى شروق شهد شيرين صباح صفية ضحى عفاف علا علياء عهود غدير غفران فاتن فاديا فائزة فدوى فرح فريدة فوزية كوثر لبنى لجين
لطيفة لميس لينا مرام مروة مسك ملاك منال منيرة ميادة ميساء ميسون ناهد نبيلة نداء نرمين نسرين نسيبة نعمة نهى نهاد نورا
نورة هاجر هالة هدير هناء هيا هيفاء وجدان وداد ورد وسام وعد ولاء يارا يسرى
زهرة رقية حليمة اسماء أسماء ايمان إيمان أمل امل دعاء رشا روان شيماء صفاء عبير غادة لمياء مها نوال حنان
"""
GIVEN_NAMES = frozenset(words_of(name).strip() for name in f"{_NAMES} {_ARABIC_NAMES}".split())
"""In the form of ``header_words.words_of``."""
