using EmailConsole.Accounts;

namespace EmailConsole.EmailProviders.Api;

/// <summary>Where a sender is, for the header <c>Location</c>.</summary>
internal sealed class SenderAddresses(ConsoleAddress console)
{
    public string Of(HttpRequest request, string name)
    {
        var home = console.BaseOf($"{request.Scheme}://{request.Host}{request.PathBase}");
        return $"{home.AbsoluteUri.TrimEnd('/')}{request.Path.ToUriComponent().TrimEnd('/')}/{Uri.EscapeDataString(name)}";
    }
}
