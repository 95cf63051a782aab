using System.Globalization;
using System.Security.Cryptography;
using EmailConsole.Accounts.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.Sessions;

/// <summary>
/// Remembers a browser in which somebody signed in, by a protected cookie that names accounts and the device. It opens nothing: it
/// lets the owner try a password while strangers' attempts with the same username are locked out, and has a count of its own.
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider keys, IOptions<KnownDeviceCookie> cookie, TimeProvider time)
{
    private const string Purpose = "EmailConsole.KnownDevices";

    // Of one browser; the one that signed in longest ago goes
    private const int MaxAccounts = 5;
    private const int MaxCookie = 2_000;
    private const char Separator = ';';

    private static readonly TimeSpan Life = TimeSpan.FromDays(180);

    private readonly IDataProtector _protector = keys.CreateProtector(Purpose);

    /// <summary>Who asks, and by which of the accounts the browser is known.</summary>
    public SignInOrigin OriginOf(HttpContext http) => new(http.Connection.RemoteIpAddress, Read(http).ToDictionary(d => d.AccountId, d => d.Device));

    /// <summary>Somebody has just signed in.</summary>
    public void Remember(HttpContext http, Guid accountId)
    {
        var devices = Read(http);
        var own = devices.Find(d => d.AccountId == accountId)?.Device ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var now = time.GetUtcNow();
        var text = string.Join(
            Separator,
            devices.Where(d => d.AccountId != accountId).Prepend(new KnownDevice(accountId, own, now + Life)).Take(MaxAccounts).Select(Write));
        http.Response.Cookies.Append(cookie.Value.Name, _protector.Protect(text), new CookieOptions
        {
            HttpOnly = true,
            Secure = cookie.Value.IsAlwaysSecure || http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = Life,
            IsEssential = true,
        });
    }

    private List<KnownDevice> Read(HttpContext http)
    {
        if (http.Request.Cookies[cookie.Value.Name] is not { Length: > 0 and <= MaxCookie } value)
        {
            return [];
        }

        try
        {
            var now = time.GetUtcNow();
            return [.. _protector.Unprotect(value).Split(Separator).Select(Parse).OfType<KnownDevice>().Where(d => d.Until > now).DistinctBy(d => d.AccountId)];
        }
        catch (CryptographicException)
        {
            // Forged, or of a key ring that is gone: not known
            return [];
        }
    }

    private static string Write(KnownDevice device) =>
        string.Create(CultureInfo.InvariantCulture, $"{device.AccountId:N},{device.Device},{device.Until.ToUnixTimeSeconds()}");

    private static KnownDevice? Parse(string text) =>
        text.Split(',') is [var account, var device, var until]
        && Guid.TryParseExact(account, "N", out var id)
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new KnownDevice(id, device, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    private sealed record KnownDevice(Guid AccountId, string Device, DateTimeOffset Until);
}

/// <summary>The cookie by which a browser is known.</summary>
internal sealed class KnownDeviceCookie
{
    public string Name { get; set; } = "";

    public bool IsAlwaysSecure { get; set; }
}
