namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>No mail before a sign-in, and none for others' recipients: what to do depends on whether somebody is signed in.</summary>
internal static class RelayRows
{
    private static readonly DeliveryStage[] OfMessage = [DeliveryStage.Greeting, DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content];

    private const string SignInWanted =
        @"auth\w{0,30} (is )?(required|needed|first|necessary)|(must|need to|please|required? to|requires|has to|have to|turn on|enable) .{0,30}(auth\w{0,30}|log ?in|sign ?in|logged in)|not (yet )?(authenticated|logged[ -]?in)|unauthenticated (sender|client|user)|auth command|login first";

    private const string NoRelay =
        @"relay\w{0,30} (access )?(is |was )?(denied|disallowed|prohibited|forbidden|refused|rejected|not (permitted|allowed|supported)|check)|(unable|not (permitted|allowed|configured|authori[sz]ed|able)|cannot|can't|refuse\w{0,30}|does not|do not|don't|won't|denies|deny) (to )?relay|not .{0,20}open relay|we do not relay|forwarding denied|rcpthosts|relaying|no relay\b|non-local|\bas a relay\b";

    public static readonly AdviceRow[] All =
    [
        new("The recipient takes mail only from senders that its own server knows{text}", "Ask the recipient to take mail from outside, or use another address of theirs.")
        {
            Words = @"RESOLVER\.RST\.(Auth|NotAuth|Restrict)|AuthRequired", Stages = [DeliveryStage.Recipient, DeliveryStage.Content],
        },
        new("{host} takes no mail before a sign-in.", "{ask:signin}.") { Replies = [530], Stages = OfMessage, Lasts = true },
        new("{host} takes no mail before a sign-in.", "{ask:signin}.") { Words = SignInWanted + "|client host rejected: access denied", Stages = OfMessage, Lasts = true },
        new("{host} did not count the sign-in as {user}: it asks for one again{text}",
            "Ask the server's operator whether the account may send by this server and port.")
        {
            Replies = [530], Stages = OfMessage, More = "Or {ask:otherport}.",
        },
        new("{host} did not count the sign-in as {user}: it asks for one again{text}",
            "Ask the server's operator whether the account may send by this server and port.")
        {
            Words = SignInWanted, Stages = OfMessage, More = "Or {ask:otherport}.",
        },
        new("{host} does not pass mail on for clients it does not know.",
            "{ask:signin}, or have the server allow this machine's address and {from}.")
        {
            Words = NoRelay, Stages = OfMessage, Lasts = true,
        },
        new("{host} does not pass mail of {user} on to that recipient's domain: the account may not send to the outside, or the server does not count the sign-in on this port.",
            "Ask the server's operator to let the account send to other domains.")
        {
            Words = NoRelay, Stages = OfMessage, More = "Or {ask:otherport}.", Lasts = true,
        },
    ];
}
