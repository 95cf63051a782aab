using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries;

/// <summary>A page of the list.</summary>
/// <param name="Page">The messages.</param>
/// <param name="Standing">How things stand in all.</param>
internal sealed record DeliveriesList(EmailPage Page, DeliveriesStanding Standing);
