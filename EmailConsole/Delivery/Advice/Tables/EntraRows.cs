namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Errors of Microsoft Entra's token endpoint, known by their AADSTS number.</summary>
internal static class EntraRows
{
    public static readonly AdviceRow[] All =
    [
        Error("AADSTS7000215",
            "Microsoft Entra refused the client secret of application {client}: it is not valid. Often the secret's ID was pasted instead of its Value.",
            "In the Microsoft Entra admin center open App registrations, the application, Certificates & secrets. Copy a secret's Value (shown only when it is created; create a new one if it is lost) into Client Secret."),
        Error("AADSTS7000222",
            "Microsoft Entra refused the client secret of application {client}: it has expired.",
            "In the Microsoft Entra admin center open App registrations, the application, Certificates & secrets. Create a new client secret and put its Value into Client Secret."),
        Error("AADSTS700016",
            "Microsoft Entra does not know application {client} in the directory that the token endpoint names.",
            "Compare Client ID with the Application (client) ID on the application's overview, and the directory (tenant) ID there with the one in Token Endpoint."),
        Error("AADSTS90002",
            "Microsoft Entra does not know the directory that the token endpoint names.",
            "Put the Directory (tenant) ID of the application's overview into Token Endpoint: https://{endpoint}/{tenant id}/oauth2/v2.0/token."),
        Error("AADSTS70011|AADSTS1002012",
            "Microsoft Entra refused the scope “{scopes}”: it is not valid for client credentials.",
            "{ask:outlookscope}"),
        Error("AADSTS70011|AADSTS1002012",
            "Microsoft Entra refused the scope “{scopes}”, though it is the one for Exchange Online.",
            "See that Token Endpoint is the directory's endpoint of version 2 (…/oauth2/v2.0/token)."),
        Error("AADSTS7000112",
            "Microsoft Entra refused the token: application {client} is disabled.",
            "In the Microsoft Entra admin center open Enterprise applications, the application, Properties, and set “Enabled for users to sign-in” to Yes."),
        Error("AADSTS500011",
            "Microsoft Entra does not know the resource of the scope “{scopes}” in that directory.",
            "Make sure that the directory has an Exchange Online licence.", "Then {ask:outlookscope}."),
        Error("AADSTS53003",
            "Microsoft Entra refused the token: a Conditional Access policy blocks it.",
            "Ask the directory's administrator to exclude the application’s service principal from that policy; the sign-in log of Entra names it."),
    ];

    private static AdviceRow Error(string numbers, string cause, string cure, string? more = null) =>
        new(cause, cure) { Stages = [DeliveryStage.Token], Words = $@"({numbers})\b", More = more };
}
