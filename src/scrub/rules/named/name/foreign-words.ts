/** Names for passwords in other languages that contain letters outside ASCII, or several words. */
export const FOREIGN_NAMES: readonly string[] = [
  ..."contraseña|senha de acesso|hasło|lösenord|şifre|jelszó|mật khẩu|mot de passe|clé api|clé secrète|пароль|токен".split(
    "|",
  ),
  ..."パスワード|トークン|密码|密碼|口令|令牌|비밀번호|토큰|סיסמה|كلمة المرور|κωδικός|पासवर्ड|รหัสผ่าน".split("|"),
];

/** The same in ASCII. */
export const FOREIGN_ENDINGS: readonly string[] =
  "senha contrasena wachtwoord haslo losenord sifre salasana heslo jelszo passord adgangskode motdepasse geheimnis".split(
    " ",
  );

const labels = new Set([...FOREIGN_NAMES, ...FOREIGN_ENDINGS, "passwort", "kennwort", "parola", "clave"]);

/** `"password": "Passwort"`: the label of a field, with a capital. */
export const isForeignLabel = (value: string): boolean => {
  const first = value.charCodeAt(0);
  if (first < 0x41 || first > 0x5a || value.length > LONGEST) return false;
  if (/[A-Z]/.test(value.slice(1))) return false;
  return labels.has(Buffer.from(value, "latin1").toString("utf8").toLowerCase());
};

const LONGEST = 24;
