"""What headers say where a column tells of persons, in English, French, Spanish and Arabic."""

from core.privacy.header_words import phrases

NAMES = phrases(
    "full name;first name;firstname;given name;given names",
    "last name;lastname;family name;surname;surnames;middle name",
    "maiden name;forename;fullname;beneficiary name;name of beneficiary;beneficiary full name;respondent name",
    "name of respondent;name of household head;head of household name;name of head of household;hoh name;hhh name",
    "household head name;mother name;mothers name;father name;fathers name;name of mother;name of father;spouse name",
    "caregiver name;guardian name;recipient name;patient name;child name;name of child;enumerator name;contact name",
    "name of contact;interviewer name;staff name;name of person;person name;individual name;member name;client name",
    "key informant name;informant name;name of key informant;nom de l informateur;nombre del informante;اسم المخبر",
    "prenom;prenoms;nom complet;nom et prenom;nom et prenoms;noms et prenoms;nom de famille;nom du chef de menage",
    "nom du beneficiaire;nom du repondant;nom de l enqueteur",
    "nom enqueteur;nom de la mere;nom du pere;nom de l enfant",
    "nombre completo;nombres y apellidos;nombre y apellido;nombre y apellidos;apellido;apellidos;primer nombre",
    "segundo nombre;nombre del beneficiario;nombre del jefe de hogar;nombre de la madre;nombre del padre",
    "nombre del nino;nombre del encuestado;nombre del encuestador",
    "الاسم الكامل;الاسم الأول;اسم العائلة;اسم الأب;اسم الأم;اسم رب الأسرة;اسم ربة الأسرة;اسم المستفيد;الاسم الثلاثي",
    "الاسم الرباعي;اسم الطفل;اسم الشخص;اللقب",
)
"""A header that says so holds names of persons, whatever they look like."""

PERSONS = phrases(
    "head of household;household head;hoh;respondent;enumerator",
    "interviewer;contact person;contact;focal person;caregiver",
    "key informant;informant",
    "beneficiary;recipient;submitted by;username;user name;mother;father;spouse;guardian;patient;supervisor",
    "chef de menage;repondant;enqueteur;personne de contact;beneficiaire;mere;pere",
    "jefe de hogar;jefa de hogar;encuestado;encuestador;persona de contacto;beneficiario;madre;padre",
    "رب الأسرة;المستفيد;مدخل البيانات;جهة الاتصال",
)
"""A header that speaks of a person; the values must look like names."""

FOCAL_POINTS = phrases(
    "focal point;focal points;focal pt;point focal;points focaux;pt focal;punto focal;puntos focales",
    "نقطة الاتصال;نقاط الاتصال",
)
"""A person by a name of a thing: their "point" is no place, and "focal point of the site" is a person too."""

BARE_NAME = phrases("name;names;nom;noms;nombre;nombres;الاسم;اسم")
"""A header that may name a person or a place."""

NOT_PERSONS = phrases(
    "camp;site;place;location;loc;village;town;city",
    "settlement;district;province;region;county;state;country;admin;adm",
    "admin0;admin1;admin2;admin3;admin4;adm0;adm1;adm2;adm3;adm4;market;facility;hospital;clinic;school;org;agency",
    "organisation;organization;partner;donor;supplier;item;product;commodity;file;form;sheet;project;depot;warehouse",
    "road;route;event;nutrient;indicator;vehicle",
    "operation;manufacturer;manufacturing;origin;destination;activity;crisis",
    "shelter;block;zone;sector;area;sub;group;unit;crop",
    "drug;medicine;dataset;resource;source;water;point;ship;airport",
    "lieu;ville;pays;marche;ecole;organisation;produit;commune;departement;territoire;localite;camps;sites;region",
    "lugar;ciudad;pais;municipio;departamento;mercado;escuela;producto;provincia;comunidad;barrio",
    "مخيم;موقع;مكان;قرية;مدينة;محافظة;ناحية;قضاء;دولة;بلد;منطقة;منظمة;سوق;مدرسة",
)
"""A header that speaks of a place, a body or a thing."""

BODIES = phrases(
    "org;agency;organisation;organization;partner;donor;agence;partenaire;bailleur;agencia;organizacion;socio;منظمة;وكالة"
)
"""A header that speaks of a body, whoever stands for it."""

OF_PLACES = phrases(
    "saint;sainte;st;ste;san;santa;lake;port;mount;mont",
    "north;south;east;west;nord;sud;est;ouest;norte;oriente;occidente",
    "upper;lower;river;sur mer;la foret;camp;camps;block",
    "village;town;city;school;primary;clinic;hospital;district;sous",
    "les bains;villa;pueblo;bas;haut;شرق;غرب;شمال;جنوب;شمالية;جنوبية;شرقية;غربية;مخيم;قرية;مدرسة",
)
"""Words in names of places that are named after persons."""
AGE = phrases("age;age years;age in years;edad;edad en anos;العمر;عمر;السن")
SEX = phrases("sex;gender;sexe;genre;sexo;genero;الجنس;جنس;النوع")
SEXES = phrases(
    "m;f;h;male;female;man;woman;men;women;boy;girl;homme;femme;masculin;feminin;garcon;fille;hombre;mujer;masculino",
    "femenino;varon;nino;nina;other;unknown;autre;otro;ذكر;أنثى;ذكور;إناث",
)
"""What a column of sexes holds."""
ANSWERS = phrases("yes;no;oui;non;si;true;false;unknown;na;n a;none;spouse;head;self;child;other;نعم;لا")
"""Cells that answer a question and name nobody."""
HOUSEHOLDS = phrases(
    "household id;hh id;hhid;household number;household code;hh number;individual id;individual number;member id",
    "person id;beneficiary id;relationship to head;relation to head;marital status;respondent;head of household;hoh",
    "household head;interview id;family id;case id",
    "id menage;numero de menage;code menage;chef de menage;lien de parente",
    "etat civil;etat matrimonial;id hogar;codigo de hogar;numero de hogar;jefe de hogar;parentesco;estado civil",
    "رقم الأسرة;رب الأسرة;الحالة الاجتماعية;صلة القرابة",
)
"""A header that shows that a row is a household or a person."""

PHONES = phrases(
    "phone;telephone;tel;mobile;cell;cellphone;phone number;phonenumber;mobile number;whatsapp;msisdn;gsm;portable",
    "numero de telephone;telefono;celular;movil;numero de telefono;هاتف",
    "رقم الهاتف;جوال;رقم الجوال;موبايل;تلفون;واتساب",
)
NUMBERS = phrases(
    "registration number;registration no;registration id;unhcr number;unhcr id;unhcr registration;progres id",
    "progres number;progres case;case number;case no;case id;ration card;ration card number;card number;passport",
    "passport number;passport no;national id;national id number",
    "id number;id card;id no;identity number;identity card",
    "social security;ssn;tax id;nin",
    "national insurance;individual id;individual number;beneficiary id;beneficiary number",
    "account number;account no;bank account;iban;mobile money;credit card;wallet number;fingerprint;biometric",
    "device id;deviceid;imei;sim serial;simserial;subscriber id;subscriberid;alien number;voter id;driving licence",
    "numero d enregistrement;numero de passeport;passeport;carte d identite;numero d identite;cni;numero de dossier",
    "numero de compte;compte bancaire;carte de ration;numero national;numero individuel;nif",
    "numero de registro;pasaporte;cedula;cedula de identidad;dni;documento de identidad;numero de documento;curp",
    "numero de cuenta;cuenta bancaria;numero de caso;tarjeta de racion",
    "رقم الهوية;رقم جواز السفر;جواز السفر;رقم التسجيل;الرقم الوطني;رقم الحساب;رقم الملف;رقم البطاقة;بطاقة التموين",
)
BIRTHS = phrases(
    "date of birth;dob;birth date;birthdate;birthday;year of birth;birth year;birth;born;date naissance",
    "date de naissance;annee de naissance;naissance;ne le;nee le;fecha de nacimiento;fecha nacimiento;nacimiento",
    "ano de nacimiento;تاريخ الميلاد;تاريخ الولادة;سنة الميلاد;الميلاد",
)
TEXTS = phrases(
    "comment;comments;remark;remarks;note;notes",
    "observation;observations;narrative;story;complaint;feedback;other specify",
    "please specify;specify;explain;testimony;case notes;additional information",
    "commentaire;commentaires;remarque;remarques;preciser;precisez;plainte;autre preciser;recit;temoignage",
    "comentario;comentarios;observacion;observaciones;nota",
    "notas;queja;especifique;otro especifique;relato;testimonio",
    "ملاحظات;ملاحظة;تعليق;تعليقات;شكوى;حدد;أخرى حدد",
)
NOT_TEXTS = phrases(
    "source;title;description;definition;methodology;caveats;standard",
    "license;licence;url;link;meaning;label;item;product",
    "commodity;dataset;question;indicator;address of facility;citation",
    "titre;fuente;titulo;descripcion;definicion;المصدر",
    "name;reason;unit;columns;value;allowed",
)
"""Headers of long texts that speak of things."""
SENSITIVE = phrases(
    "religion;faith;religious affiliation;ethnicity;ethnic group",
    "ethnic;ethnic origin;tribe;clan;caste;political opinion",
    "political affiliation;sexual orientation;hiv;hiv status",
    "disease;diagnosis;illness;medical condition;chronic illness",
    "health condition;health status;disability;disability type",
    "type of disability;mental health;gbv;sgbv;gbv incident",
    "survivor;rape;protection concern;protection case",
    "protection risk;protection incident;protection needs;specific need",
    "specific needs;vulnerability criteria;unaccompanied;separated child;trafficking;torture;pregnant or lactating",
    "criminal record;detained;religieuse;confession;ethnie",
    "groupe ethnique;origine ethnique;tribu;maladie;diagnostic;vih",
    "statut vih;handicap;type de handicap;besoins specifiques",
    "violence sexuelle;vbg;cas de protection;orientation sexuelle",
    "etat de sante;etnia;grupo etnico;origen etnico",
    "enfermedad;discapacidad;tipo de discapacidad;necesidades especificas",
    "violencia sexual;vbg;caso de proteccion;estado de salud;religion o credo;estado serologico;orientacion sexual",
    "الديانة;الدين;الطائفة;المذهب;العرق;الإثنية",
    "القبيلة;العشيرة;المرض;الإعاقة;نوع الإعاقة;الحالة الصحية;احتياجات خاصة",
    "عنف جنسي;فيروس نقص المناعة;احتياجات محددة",
)
GROUPS = phrases(
    "female;females;male;males;women;woman;men;girls;boys;girl;boy;children;child;infants;under 5;under five;elderly",
    "older people;older persons;pregnant;lactating;disabled;disabilities;adolescents;adults;orphans;widows",
    "femme;femmes;homme;hommes;fille;filles;garcon",
    "garcons;enfant;enfants;enceintes;personnes agees;handicapes;handicapees",
    "mujer;mujeres;hombre;hombres;nina;ninas",
    "nino;ninos;embarazadas;ancianos;adultos mayores;personas con discapacidad",
    "نساء;رجال;أطفال;بنات;أولاد;فتيات;فتيان;ذكور;إناث;حوامل;كبار السن;مسنين;مسنون",
)
"""A header that speaks of a part of the people."""
COUNTS = phrases(
    "cases;deaths;admissions;incidents;cas;deces;casos;muertes;حالات;وفيات",
    "population;individuals;persons;people;refugees;idps;count",
    "number;total;total individuals;num;value;pop;returnees",
    "asylum seekers;effectif;personnes;individus;refugies",
    "nombre de personnes;poblacion;personas;refugiados;cantidad;عدد",
    "السكان;أفراد;الأفراد;لاجئين;نازحين;المجموع",
)
"""A header of a number of people."""
RATES = phrases("percent;percentage;rate;ratio;taux;tasa;معدل")
NOT_COUNTS = phrases(
    "percent;percentage;pct;share;ratio;rate;per;average;mean",
    "median;age;index;score;id;code;pourcentage;taux;par;moyenne",
    "porcentaje;tasa;promedio;نسبة;معدل;متوسط;year;month;week",
    "date;round;price;usd;kg;quantity;size;head;headed;households",
)
"""A header of a number that counts no people."""
LATITUDE = phrases("latitude;lat;gps latitude;gps lat;y;point y;latitud;خط العرض;دائرة العرض")
LONGITUDE = phrases("longitude;lon;long;lng;gps longitude;gps lon;gps long;x;point x;longitud;خط الطول")
INTERVIEWS = phrases(
    "uuid;submission time;instanceid;instance id;start time;starttime;interview date;deviceid;submission id"
)
"""Headers that forms of interviews bring along."""
